import type { Collection } from "./collections.ts";
import { builtin, isNativeText, ownValue, prototypeOf, textOf } from "./native.ts";
import type { WatchOutcome, WatchReport } from "./protocol.ts";
import { Sites } from "./sites.ts";
import { captureStack } from "./stack.ts";
import { takeOff, type Watcher } from "./watch.ts";

type Method = (...args: unknown[]) => unknown;

/** A class of more methods is left alone. */
const mostMethods = 60;
/** So many samples of each method say who calls it; what is called all the time is left alone after so long. */
const enough = 32;
const longestMs = 4_000;

/**
 * Who calls the methods of the instance that holds a collection. Entries put into an array by index, or linked to the end
 * of a list, are added without a call that could be watched; a method of the class that holds them does it, and its
 * callers are the ones to know. Own, non-enumerable methods stand before the inherited ones until a few dozen calls of
 * each were seen.
 */
export class MethodWatch implements Watcher {
  readonly id: number;
  readonly #collection: Collection;
  readonly #methods = new Map<string, { readonly sites: Sites; readonly shadow: Method }>();
  #timer: NodeJS.Timeout | undefined;
  #depth = 0;

  constructor(collection: Collection) {
    this.id = collection.id;
    this.#collection = collection;
  }

  start(): WatchOutcome {
    const holder = this.#collection.holder();
    if (holder === undefined) return { watched: false, reason: "nothing is called to add to it" };
    const inherited = methodsOf(holder);
    if (inherited.size === 0 || inherited.size > mostMethods || !Object.isExtensible(holder))
      return { watched: false, reason: "nothing is called to add to it" };
    for (const [name, method] of inherited) this.#shadow(holder, name, method);
    this.#timer = setTimeout(() => this.stop(), longestMs).unref();
    return { watched: true };
  }

  stop(): void {
    clearTimeout(this.#timer);
    const holder = this.#collection.holder();
    if (holder !== undefined)
      for (const [name, { shadow }] of [...this.#methods].reverse()) takeOff(holder, name, shadow);
  }

  report(): WatchReport {
    const calls = [...this.#methods].flatMap(([method, { sites }]) =>
      sites.samples === 0 ? [] : [{ method, stacks: sites.stacks }],
    );
    return { id: this.id, inserts: 0, removed: null, survivors: null, stacks: [], samples: 0, calls };
  }

  #shadow(holder: object, name: string, { value, length }: { value: Method; length: number }): void {
    const sites = new Sites();
    const called = (self: unknown, args: unknown[]): unknown =>
      self === holder ? this.#called(sites, shadow, value, self, args) : Reflect.apply(value, self, args);
    const shadow = {
      // A method, so that it is no constructor and has no prototype, like the one it stands before.
      [name](this: unknown, ...args: unknown[]): unknown {
        return called(this, args);
      },
    }[name] as Method;
    Object.defineProperty(shadow, "length", { value: length, configurable: true });
    Object.defineProperty(holder, name, {
      value: shadow,
      configurable: true,
      writable: true,
      enumerable: false,
    });
    this.#methods.set(name, { sites, shadow });
  }

  #called(sites: Sites, below: Method, method: Method, self: object, args: unknown[]): unknown {
    const outermost = this.#depth === 0;
    if (!outermost || !sites.due()) return Reflect.apply(method, self, args);
    // A chain tells at once whether it grew; of the other kinds the text of the method has to tell.
    const isChain = this.#collection.kind === "chain";
    const before = isChain ? this.#collection.count() : null;
    this.#depth++;
    try {
      return Reflect.apply(method, self, args);
    } finally {
      this.#depth--;
      if (isChain && (this.#collection.count() ?? 0) <= (before ?? 0)) sites.skip();
      else sites.record(captureStack(below));
      if (sites.samples >= enough) this.#leave(self, below);
    }
  }

  #leave(holder: object, shadow: Method): void {
    for (const [name, each] of this.#methods) if (each.shadow === shadow) takeOff(holder, name, shadow);
  }
}

/** The methods that an instance inherits from classes of the program, by name; accessors are none. */
function methodsOf(instance: object): Map<string, { value: Method; length: number }> {
  const found = new Map<string, { value: Method; length: number }>();
  const seen = new Set<string>(["constructor"]);
  const emitter: unknown = builtin("node:events");
  for (let prototype = prototypeOf(instance); prototype !== null; prototype = prototypeOf(prototype)) {
    const constructor = ownValue(prototype, "constructor");
    if (typeof constructor !== "function" || constructor === emitter || isNativeText(textOf(constructor)))
      break;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const value = ownValue(prototype, name);
      const length = typeof value === "function" ? ownValue(value, "length") : undefined;
      if (
        typeof length === "number" &&
        !Object.hasOwn(instance, name) &&
        !textOf(value as object).startsWith("class")
      )
        found.set(name, { value: value as Method, length });
    }
  }
  return found;
}
