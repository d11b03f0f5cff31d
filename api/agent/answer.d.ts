/** A request as every way in hands it on: the agent's own server, or a handler mounted in an application. */
export interface AgentRequest {
    readonly method: string;
    /** From `/debug/` on, without the query; `/` for the root. */
    readonly path: string;
    readonly query: URLSearchParams;
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>>;
    /** Of a POST; empty otherwise. */
    readonly body: string;
    readonly from: Entrance;
    /** Aborted when the client has gone. */
    readonly signal: AbortSignal;
}
/**
 * By which way a request came in: the agent's own server, a handler that an application mounted, or one that it mounted
 * where it decides itself who may ask.
 */
export type Entrance = "server" | "mount" | "open mount";
/** What is sent back. A body that is made piece by piece is an async iterable. */
export interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}
/** A request that is refused; its message is what the client is told, in one line. */
export declare class Refusal extends Error {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    constructor(status: number, message: string, headers?: Readonly<Record<string, string>>);
}
/** A text for people. */
export declare function textAnswer(body: string): Answer;
export declare function jsonAnswer(value: unknown): Answer;
/** A file to save, as Go names its profiles: `heap`, `heap-delta`. */
export declare function fileAnswer(name: string, body: Uint8Array): Answer;
/** An error as net/http/pprof writes it: `go tool pprof` shows the text where `X-Go-Pprof` says that it is for people. */
export declare function refusalAnswer({ status, message, headers }: Refusal): Answer;
