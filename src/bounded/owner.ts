import { BoundedError } from "./bounded-error.ts";

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
export function endSignalOf(owner: unknown): EndSignal {
  if (!canBeHeldWeakly(owner))
    throw new BoundedError(
      "bad-owner",
      `${owner === null ? "null" : typeof owner} cannot own an entry: give a socket, an AbortSignal or an object`,
    );
  const { once, off, addEventListener } = owner as Record<string, unknown>;
  if (typeof once === "function" && typeof off === "function") return "emitter";
  return typeof addEventListener === "function" ? "event target" : "collection";
}

/** Whether an owner that tells its end is over already: it will not tell again. */
export function hasEnded(owner: WeakKey): boolean {
  const { aborted, destroyed, closed, close, readyState } = owner as unknown as Record<string, unknown>;
  // 3 is CLOSED of a WebSocket, in browsers as in `ws`.
  return (
    aborted === true ||
    destroyed === true ||
    closed === true ||
    (readyState === 3 && typeof close === "function")
  );
}

/** Whether it calls a listener on itself, as Node's emitters do: one function then does for all of them. */
export function callsOnItself(emitter: WeakKey): emitter is Emitter {
  return typeof emitter !== "symbol" && "setMaxListeners" in emitter && "on" in emitter;
}

/** Listens once to any other emitter. Returns what takes the listener off. */
export function listenOnce(emitter: Emitter, event: string, listener: () => void): () => void {
  emitter.once(event, listener);
  return () => void emitter.off(event, listener);
}

/** Listens for the end of a signal or another event target. Returns what takes the listener off. */
export function listenOnTarget(target: EventTarget, event: string | null, listener: () => void): () => void {
  const type = event ?? ("aborted" in target ? "abort" : "close");
  target.addEventListener(type, listener, { once: true });
  // What is returned must not keep the target alive.
  const reference = new WeakRef(target);
  return () => reference.deref()?.removeEventListener(type, listener);
}

function canBeHeldWeakly(value: unknown): boolean {
  return (
    (typeof value === "object" && value !== null) || typeof value === "function" || typeof value === "symbol"
  );
}
