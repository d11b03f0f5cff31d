import type { IncomingMessage, ServerResponse } from "node:http";
import type { AgentRequest, Answer, Entrance } from "./answer.ts";
/** As much of Koa's context as is needed. */
interface KoaContext {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    respond?: boolean;
}
/** As much of a Fastify instance as is needed. */
interface FastifyLike {
    route(options: {
        method: string[];
        url: string;
        handler: (request: {
            readonly raw: IncomingMessage;
        }, reply: {
            readonly raw: ServerResponse;
            hijack(): void;
        }) => Promise<void>;
    }): unknown;
}
/** Ways to serve the agent from an application's own server. Paths that are not the agent's go on to `next`. */
export interface Mounts {
    /** For `node:http`, Express and Connect: `app.use(agent.handler)`. */
    readonly handler: (message: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;
    /** For what speaks `Request` and `Response`: Hono's `app.all("/debug/*", (c) => agent.fetch(c.req.raw))`. */
    readonly fetch: (request: Request) => Promise<Response>;
    /** For Koa: `app.use(agent.koa)`. */
    readonly koa: (context: KoaContext, next: () => Promise<unknown>) => Promise<void>;
    /** For Fastify: `app.register(agent.fastify)`. */
    readonly fastify: (app: FastifyLike, options: unknown, done: () => void) => void;
}
/** The ways in, for whatever `respond` answers. */
export declare function mountsOf(respond: (request: AgentRequest) => Promise<Answer>, from: Exclude<Entrance, "server">): Mounts;
export {};
