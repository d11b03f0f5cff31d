import type { Collection } from "./collections.ts";
import { prototypeOf, types } from "./native.ts";
import type { WatchOutcome, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureStack } from "./stack.ts";
import type { Watcher } from "./watch.ts";

/** So many new keys say who adds: then the object is left alone again. */
const enough = 48;
/** A program may ask whether an object is a plain one, and for as long as this at most would be told no. */
const longestMs = 3_000;

/**
 * A watch on a plain object used as a dictionary. A key that is new to an object is looked up on its prototype before it
 * is added: for as long as it takes to see a few dozen, and three seconds at most, that is a Proxy of the same prototype,
 * which notes who adds. Everything but the identity of the prototype is as before. Where keys come more seldom, the line
 * is read from the source.
 */
export class KeyWatch implements Watcher {
  readonly id: number;
  readonly #sites = new Sites();
  readonly #owner: WeakRef<object>;
  #put: { readonly proxy: object; readonly instead: object | null } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(collection: Collection, owner: object) {
    this.id = collection.id;
    this.#owner = new WeakRef(owner);
  }

  start(): WatchOutcome {
    const owner = this.#owner.deref();
    if (owner === undefined) return { watched: false, reason: "it is gone" };
    if (typeof owner === "function" || types.isModuleNamespaceObject(owner) || owner === process.env)
      return { watched: false, reason: "keys are added to it without a call" };
    const instead = prototypeOf(owner);
    if (instead === null ? Reflect.getPrototypeOf(owner) !== null : instead !== Object.prototype)
      return { watched: false, reason: "entries are properties of an object with a class" };
    if (!Object.isExtensible(owner)) return { watched: false, reason: "it is frozen" };
    const proxy = this.#proxyOf(instead);
    if (!Reflect.setPrototypeOf(owner, proxy)) return { watched: false, reason: "its prototype is fixed" };
    this.#put = { proxy, instead };
    this.#timer = setTimeout(() => this.stop(), longestMs).unref();
    return { watched: true };
  }

  stop(): void {
    clearTimeout(this.#timer);
    const owner = this.#owner.deref();
    if (this.#put === null || owner === undefined) return;
    const { proxy, instead } = this.#put;
    this.#put = null;
    if (Reflect.getPrototypeOf(owner) === proxy) Reflect.setPrototypeOf(owner, instead);
  }

  report(): WatchReport {
    const { inserts, samples, stacks } = this.#sites;
    return { id: this.id, inserts, samples, stacks, removed: null, survivors: null };
  }

  #proxyOf(instead: object | null): object {
    // The prototype itself is the target, so that what asks for its own properties through the object finds them.
    const set = (target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean => {
      const done = Reflect.set(target, key, value, receiver);
      const owner = this.#owner.deref();
      if (
        done &&
        this.#put !== null &&
        receiver === owner &&
        owner !== undefined &&
        Object.hasOwn(owner, key)
      )
        this.#added(set);
      return done;
    };
    return new Proxy(instead ?? (Object.create(null) as object), { set });
  }

  #added(below: (...args: never[]) => unknown): void {
    if (!this.#sites.due()) return;
    this.#sites.record(captureStack(below));
    if (this.#sites.samples >= enough) this.stop();
  }
}
