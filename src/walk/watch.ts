import type { Causes } from "./causes.ts";
import type { Collection } from "./collections.ts";
import { ownValue, prototypeOf, types } from "./native.ts";
import type { CollectionKind, WatchOutcome, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureStack } from "./stack.ts";
import { Survivors } from "./survivors.ts";

/** Something put on a collection to see who adds to it. */
export interface Watcher {
  readonly id: number;
  /** Begins to watch, or says why that would not be safe. */
  start(): WatchOutcome;
  stop(): void;
  report(): WatchReport;
}

type Method = (...args: unknown[]) => unknown;

/** What to put on an instance for the time of a watch: methods that add, and methods that take away. */
const methods: Partial<Record<CollectionKind, { adds: readonly string[]; removes: readonly string[] }>> = {
  Map: { adds: ["set", "trySet", "lease"], removes: ["delete", "clear"] },
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
export class Watch implements Watcher {
  readonly id: number;
  readonly #collection: Collection;
  readonly #sites = new Sites();
  readonly #survivors: Survivors;
  readonly #owner: WeakRef<object>;
  readonly #causes: Causes;
  readonly #shadows: { readonly name: string; readonly method: Method }[] = [];
  #removed = 0;
  #depth = 0;
  #stopped = false;

  constructor(collection: Collection, owner: object, causes: Causes) {
    this.id = collection.id;
    this.#causes = causes;
    this.#collection = collection;
    this.#survivors = new Survivors(collection.bounded);
    this.#owner = new WeakRef(owner);
  }

  start(): WatchOutcome {
    const owner = this.#owner.deref();
    const wanted = owner === undefined ? undefined : methodsFor(this.#collection, owner);
    if (owner === undefined) return { watched: false, reason: "it is gone" };
    if (wanted === undefined) return { watched: false, reason: "nothing is called to add to it" };
    if (!Object.isExtensible(owner)) return { watched: false, reason: "it is frozen" };
    const all = [...wanted.adds, ...wanted.removes].filter((name) => inherited(owner, name) !== null);
    const own = all.find((name) => Object.hasOwn(owner, name));
    if (own !== undefined) return { watched: false, reason: `it has a '${own}' of its own` };
    if (all.length === 0) return { watched: false, reason: "it has no method that adds" };
    for (const name of all) this.#shadow(owner, name, wanted.adds.includes(name));
    return { watched: true };
  }

  /** Takes the methods off. One that the program has got hold of meanwhile only passes calls on from now. */
  stop(): void {
    this.#stopped = true;
    const owner = this.#owner.deref();
    // Last first: the way back to the hidden class the object had, where V8 goes it.
    for (const { name, method } of this.#shadows.reverse())
      if (owner !== undefined) takeOff(owner, name, method);
    this.#shadows.length = 0;
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
    const call = (self: unknown, args: unknown[]): unknown => {
      // What the call would reach without the watch, as it is now.
      const method = Reflect.get(Reflect.getPrototypeOf(owner) ?? {}, name, self) as Method;
      if (self !== owner || this.#depth > 0 || this.#stopped) return Reflect.apply(method, self, args);
      return adds ? this.#adding(owner, method, shadow, args) : this.#removing(owner, method, args);
    };
    const shadow = {
      // A method, so that it is no constructor and has no prototype, like the one it stands before.
      [name](this: unknown, ...args: unknown[]): unknown {
        return call(this, args);
      },
    }[name] as Method;
    const { length } = inherited(owner, name)!;
    Object.defineProperty(shadow, "length", { value: length, configurable: true });
    const put = { value: shadow, configurable: true, writable: true, enumerable: false };
    Object.defineProperty(owner, name, put);
    this.#shadows.push({ name, method: shadow });
  }

  #adding(owner: object, method: Method, below: Method, args: unknown[]): unknown {
    const before = this.#collection.count() ?? 0;
    const result = this.#within(owner, method, args);
    const gained = (this.#collection.count() ?? 0) - before;
    if (gained > 0 && this.#sites.due()) {
      const frames = captureStack(below);
      this.#sites.record([...frames, ...this.#causes.behind(frames)]);
      this.#survivors.add(this.#collection.kind, owner, args[0]);
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

/** Removes a shadow; a method that the program has put in its place becomes an ordinary property of the program's. */
export function takeOff(owner: object, name: string, shadow: Method): void {
  const now = Reflect.getOwnPropertyDescriptor(owner, name);
  if (now?.value === shadow) Reflect.deleteProperty(owner, name);
  else if (now?.configurable === true && !now.enumerable && "value" in now)
    Reflect.defineProperty(owner, name, { enumerable: true });
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
