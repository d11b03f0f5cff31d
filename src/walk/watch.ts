import type { Collection } from "./collections.ts";
import { ownValue, prototypeOf, types } from "./native.ts";
import type { CollectionKind, WatchOutcome, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureStack } from "./stack.ts";
import { Survivors } from "./survivors.ts";

type Method = (...args: unknown[]) => unknown;

/** What to put on an instance for the time of a watch: methods that add, and methods that take away. */
const methods: Partial<Record<CollectionKind, { adds: readonly string[]; removes: readonly string[] }>> = {
  Map: { adds: ["set"], removes: ["delete", "clear"] },
  Set: { adds: ["add"], removes: ["delete", "clear"] },
  Array: { adds: ["push", "unshift", "splice"], removes: ["pop", "shift"] },
};
const emitterMethods = {
  adds: ["on", "addListener", "prependListener", "once", "prependOnceListener"],
  removes: ["off", "removeListener", "removeAllListeners"],
};
const eventTargetMethods = { adds: ["addEventListener"], removes: ["removeEventListener"] };

/**
 * A watch on one collection: own, non-enumerable methods that call the inherited ones and note who adds. The
 * program sees the same results, the same `this`, the same errors; `stop` takes the methods off again. Entries
 * added through `Map.prototype.set.call` or by index are not seen.
 */
export class Watch {
  readonly id: number;
  readonly #collection: Collection;
  readonly #sites = new Sites();
  readonly #survivors = new Survivors();
  readonly #owner: WeakRef<object>;
  #names: string[] = [];
  #removed = 0;
  #depth = 0;

  constructor(collection: Collection, owner: object) {
    this.id = collection.id;
    this.#collection = collection;
    this.#owner = new WeakRef(owner);
  }

  /** Begins to watch, or says why that would not be safe. */
  start(): WatchOutcome {
    const owner = this.#owner.deref();
    const wanted = owner === undefined ? undefined : methodsFor(this.#collection, owner);
    if (owner === undefined) return { watched: false, reason: "it is gone" };
    if (wanted === undefined)
      return { watched: false, reason: "entries of a plain object are added without a call" };
    if (!Object.isExtensible(owner)) return { watched: false, reason: "it is frozen" };
    const all = [...wanted.adds, ...wanted.removes].filter((name) => inherited(owner, name) !== null);
    const own = all.find((name) => Object.hasOwn(owner, name));
    if (own !== undefined) return { watched: false, reason: `it has a '${own}' of its own` };
    if (all.length === 0) return { watched: false, reason: "it has no method that adds" };
    for (const name of all) this.#shadow(owner, name, wanted.adds.includes(name));
    return { watched: true };
  }

  /** Takes the methods off. */
  stop(): void {
    const owner = this.#owner.deref();
    if (owner !== undefined) for (const name of this.#names) delete (owner as Record<string, unknown>)[name];
    this.#names = [];
  }

  report(): WatchReport {
    const owner = this.#owner.deref();
    return {
      id: this.id,
      inserts: this.#sites.inserts,
      removed: this.#removed,
      survivors: owner === undefined ? null : this.#survivors.count(owner),
      stacks: this.#sites.stacks,
      samples: this.#sites.samples,
    };
  }

  #shadow(owner: object, name: string, adds: boolean): void {
    const watch = this;
    const shadow = {
      // A method, so that it is no constructor and has no prototype, like the one it stands before.
      [name](this: unknown, ...args: unknown[]): unknown {
        const method = inherited(owner, name)!;
        if (this !== owner || watch.#depth > 0) return Reflect.apply(method, this, args);
        return adds ? watch.#adding(owner, method, shadow, args) : watch.#removing(owner, method, args);
      },
    }[name] as Method;
    Object.defineProperty(owner, name, {
      value: shadow,
      configurable: true,
      writable: true,
      enumerable: false,
    });
    this.#names.push(name);
  }

  #adding(owner: object, method: Method, below: Method, args: unknown[]): unknown {
    const before = this.#collection.count() ?? 0;
    const result = this.#within(owner, method, args);
    const gained = (this.#collection.count() ?? 0) - before;
    if (gained > 0 && this.#sites.due()) {
      this.#sites.record(captureStack(below));
      this.#survivors.add(this.#collection.kind, args[0]);
    } else if (gained < 0) this.#removed -= gained;
    return result;
  }

  #removing(owner: object, method: Method, args: unknown[]): unknown {
    const before = this.#collection.count() ?? 0;
    const result = this.#within(owner, method, args);
    this.#removed += Math.max(0, before - (this.#collection.count() ?? 0));
    return result;
  }

  /** Calls the method once; `once` calls `on` in turn, and that is one insert. */
  #within(owner: object, method: Method, args: unknown[]): unknown {
    this.#depth++;
    try {
      return Reflect.apply(method, owner, args);
    } finally {
      this.#depth--;
    }
  }
}

function methodsFor(
  { kind }: Collection,
  owner: object,
): { adds: readonly string[]; removes: readonly string[] } | undefined {
  if (kind === "listeners")
    return ownValue(owner, "_events") === undefined ? eventTargetMethods : emitterMethods;
  return methods[kind];
}

/** The method that a call would reach without the watch; null where that is an accessor or behind a Proxy. */
function inherited(owner: object, name: string): Method | null {
  for (let holder = prototypeOf(owner); holder !== null; holder = prototypeOf(holder)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(holder, name);
    if (descriptor !== undefined)
      return typeof descriptor.value === "function" ? (descriptor.value as Method) : null;
    if (types.isProxy(holder)) return null;
  }
  return null;
}
