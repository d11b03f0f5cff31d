/** What emits `close` once when it is over: a socket, a stream, a request, a server, a child process. */
export interface CloseEmitter {
    once(event: "close", listener: () => void): unknown;
    off(event: "close", listener: () => void): unknown;
}
/**
 * What an entry can belong to: it goes when the emitter closes, the signal aborts, the event target dispatches `close`,
 * or when an object of any other kind is garbage.
 */
export type Owner = AbortSignal | CloseEmitter | EventTarget | WeakKey;
/** Tells when an owner is over in a way of its own: calls `release` then, and returns what takes that back. */
export type OwnerEnd<O> = (owner: O, release: () => void) => () => void;
/** How the end of an owner is heard of. */
export type EndSignal = "emitter" | "event target" | "collection";
/** As much of an EventEmitter as is used. */
export interface Emitter {
    on(event: string, listener: (this: object) => void): unknown;
    once(event: string, listener: () => void): unknown;
    off(event: string, listener: (this: object) => void): unknown;
}
/** How an owner tells that it is over; throws for what can own nothing. */
export declare function endSignalOf(owner: unknown): EndSignal;
/** Whether an owner that tells its end is over already: it will not tell again. */
export declare function hasEnded(owner: WeakKey): boolean;
/** Whether it calls a listener on itself, as Node's emitters do: one function then does for all of them. */
export declare function callsOnItself(emitter: WeakKey): emitter is Emitter;
/** Listens once to any other emitter. Returns what takes the listener off. */
export declare function listenOnce(emitter: Emitter, event: string, listener: () => void): () => void;
/** Listens for the end of a signal or another event target. Returns what takes the listener off. */
export declare function listenOnTarget(target: EventTarget, event: string | null, listener: () => void): () => void;
