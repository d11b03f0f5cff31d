import type { Internals } from "./internals.ts";
import { isNativeText, ownValue, textOf } from "./native.ts";
import { Openable } from "./openable.ts";

/** Reading a function takes about 50 µs, so only so many are read for one question. */
const mostRead = 36;

/** What functions close over, or are bound to, without the variables of their module. */
export class Closures {
  readonly #internals: Internals;
  readonly #openable = new Openable();
  #left = 0;

  constructor(internals: Internals) {
    this.#internals = internals;
  }

  /** Begins with the next of so many like things, each of which has its share of what may be read: else the first had all. */
  next(of: number): void {
    this.#left = Math.max(1, Math.floor(mostRead / of));
  }

  /** The values a function keeps alive; none once enough functions were read. */
  heldBy(fn: object): unknown[] {
    if (this.#left <= 0 || !this.#keepsSomething(fn) || !this.#openable.allows(fn)) return [];
    this.#left--;
    const [inside] = this.#internals.read([fn], () => true);
    if (inside === undefined) return [];
    return [...inside.variables.map(({ value }) => value), ...inside.held.map(([, value]) => value)];
  }

  #keepsSomething(fn: object): boolean {
    return !isNativeText(textOf(fn)) || String(ownValue(fn, "name")).startsWith("bound ");
  }
}
