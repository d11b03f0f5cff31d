import type { IncomingMessage, ServerResponse } from "node:http";
import type { AgentRequest, Answer, Entrance } from "./answer.ts";
import { debugPath, isDebugPath, requestOf, sendAnswer } from "./node-http.ts";

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
    handler: (
      request: { readonly raw: IncomingMessage },
      reply: { readonly raw: ServerResponse; hijack(): void },
    ) => Promise<void>;
  }): unknown;
}

/** Ways to serve the agent from an application's own server. Paths that are not the agent's go on to `next`. */
export interface Mounts {
  /** For `node:http`, Express and Connect: `app.use(agent.handler)`. */
  readonly handler: (
    message: IncomingMessage,
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ) => void;
  /** For what speaks `Request` and `Response`: Hono's `app.all("/debug/*", (c) => agent.fetch(c.req.raw))`. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** For Koa: `app.use(agent.koa)`. */
  readonly koa: (context: KoaContext, next: () => Promise<unknown>) => Promise<void>;
  /** For Fastify: `app.register(agent.fastify)`. */
  readonly fastify: (app: FastifyLike, options: unknown, done: () => void) => void;
}

/** The ways in, for whatever `respond` answers. */
export function mountsOf(
  respond: (request: AgentRequest) => Promise<Answer>,
  from: Exclude<Entrance, "server">,
): Mounts {
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await requestOf(message, response, from);
    if (request !== null) await sendAnswer(request, await respond(request), response);
  };
  return {
    handler: (message, response, next) => {
      if (isDebugPath(pathOf(message))) void serve(message, response);
      else if (next === undefined) response.writeHead(404).end();
      else next();
    },
    fetch: async (request) => {
      const url = new URL(request.url);
      if (!isDebugPath(url.pathname)) return new Response("not found\n", { status: 404 });
      return responseOf(
        request.method,
        await respond({
          method: request.method,
          path: debugPath(url.pathname),
          query: url.searchParams,
          headers: Object.fromEntries(request.headers),
          body: request.method === "POST" ? (await request.text()).slice(0, 1 << 20) : "",
          from,
          signal: request.signal,
        }),
      );
    },
    koa: async (context, next) => {
      if (!isDebugPath(pathOf(context.req))) return void (await next());
      context.respond = false;
      await serve(context.req, context.res);
    },
    fastify: (app, _options, done) => {
      const handler = async (
        { raw }: { readonly raw: IncomingMessage },
        reply: { readonly raw: ServerResponse; hijack(): void },
      ): Promise<void> => {
        reply.hijack();
        await serve(raw, reply.raw);
      };
      for (const part of ["pprof", "sawtooth"]) {
        app.route({ method: ["GET", "POST"], url: `/debug/${part}/*`, handler });
        app.route({ method: ["GET"], url: `/debug/${part}`, handler });
      }
      done();
    },
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "/";
}

function responseOf(method: string, { status, headers, body }: Answer): Response {
  const none = method === "HEAD" || status === 304;
  if (none) return new Response(null, { status, headers });
  if (typeof body === "string") return new Response(body, { status, headers });
  const chunks = body instanceof Uint8Array ? [body] : body;
  return new Response(ReadableStream.from(encoded(chunks)) as ReadableStream, { status, headers });
}

async function* encoded(
  chunks: Iterable<Uint8Array> | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
