import { type WebSocketOptions } from "./websocket.ts";
export interface SendOptions {
    /** Reject when no answer came within this time; without it a call waits until the connection ends. */
    readonly timeoutMs?: number;
}
/** Speaks the Chrome DevTools protocol with one isolate: a process's main thread, or one of its workers. */
export interface Protocol {
    /** Calls a method; rejects with a TargetError: `protocol-error`, `call-timed-out` or `connection-lost`. */
    send<T = unknown>(method: string, params?: object, options?: SendOptions): Promise<T>;
    /** Listens to an event such as `HeapProfiler.heapStatsUpdate`; returns the function that stops it. */
    on(event: string, listener: (params: unknown) => void): () => void;
}
/** A protocol with a life of its own: over an inspector's socket, or a session of this very process. */
export interface Connection extends Protocol {
    /** Resolves with the reason when the connection has ended; never rejects. */
    readonly closed: Promise<string>;
    /** Drops the connection as soon as the target wants to end. */
    leaveWithTarget(): Promise<void>;
    /** Drops the connection; what is outstanding rejects with `connection-lost`. */
    close(): Promise<void>;
}
/** What the other side says: an answer when it has an id, an event when not. */
export interface ProtocolMessage {
    readonly id?: number;
    readonly result?: unknown;
    readonly error?: {
        readonly code: number;
        readonly message: string;
    };
    readonly method?: string;
    readonly params?: unknown;
}
/** Matches answers with calls and hands events on, over any way to carry the messages. */
export declare class ProtocolExchange implements Protocol {
    #private;
    constructor(transmit: (message: string) => void);
    send<T = unknown>(method: string, params?: object, options?: SendOptions): Promise<T>;
    on(event: string, listener: (params: unknown) => void): () => void;
    /** Takes one message from the other side. */
    receive(message: ProtocolMessage): void;
    /** Rejects what is outstanding and everything sent from now on. */
    end(reason: string): void;
}
/** A connection to an inspector (`ws://host:port/uuid`). */
export declare class Cdp implements Connection {
    #private;
    /** Resolves with the reason when the connection has ended; never rejects. */
    readonly closed: Promise<string>;
    private constructor();
    /** Connects; rejects with `inspector-not-answering`. */
    static connect(url: string, options?: WebSocketOptions): Promise<Cdp>;
    send<T = unknown>(method: string, params?: object, options?: SendOptions): Promise<T>;
    on(event: string, listener: (params: unknown) => void): () => void;
    /** Drops the connection as soon as the target wants to end: Node waits for its clients to leave before it does. */
    leaveWithTarget(): Promise<void>;
    /** Drops the connection; what is outstanding rejects with `connection-lost`. */
    close(): Promise<void>;
}
