/** A resource that keeps the process alive, and where it was created. */
export interface OpenHandle {
    /** Node's name of the resource: `Timeout`, `TCPSERVERWRAP`, `FSEVENTWRAP`. */
    readonly type: string;
    /** The stack of its creation, without Node's own frames. */
    readonly stack: readonly string[];
}
/** Resources are left open; the message lists them with the lines that created them. */
export declare class OpenHandlesError extends Error {
    readonly name = "OpenHandlesError";
    readonly code = "open-handles";
    readonly handles: readonly OpenHandle[];
    constructor(handles: readonly OpenHandle[]);
}
/**
 * Runs `scenario` and throws an OpenHandlesError when it leaves timers, sockets, servers or watchers open that would keep
 * the process alive. What has `unref` called on it is let be. What closes within a tenth of a second counts as closed.
 */
export declare function noHandlesLeft(scenario: () => unknown): Promise<void>;
