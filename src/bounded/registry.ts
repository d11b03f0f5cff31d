import type { CollectionStats } from "./collection-stats.ts";
import type { Listed } from "./listed.ts";
import { readWhole } from "./bound.ts";
import { watchedCollection, type Watchable } from "./watched-collection.ts";

/** `evict-storm`: everything in a collection was evicted within ten seconds. `warn`: it came to its `warnAt`. */
export type RegistryEvent = "evict-storm" | "warn";

type Listener = (stats: CollectionStats) => void;

/** Dead references are looked for when there are so many more than were alive the last time. */
const slack = 64;

/** All collections of a process that are bounded, or watched. None is kept alive by being listed. */
export class Registry {
  /** What is known of each collection, by the collection itself. */
  readonly listedOf: WeakMap<object, Listed> = new WeakMap();
  readonly #references = new Set<WeakRef<Listed>>();
  readonly #listeners = new Map<RegistryEvent, Set<Listener>>();
  readonly #warned = new WeakSet<Listed>();
  #purgeAt = slack;

  /** The collections there are, in the order they were made, as they are now. */
  list(): CollectionStats[] {
    return this.#alive().map((listed) => {
      if (listed.warnAt !== null && listed.size >= listed.warnAt) this.tell("warn", listed);
      return listed.stats();
    });
  }

  /** What is known of one collection; null when it is neither bounded nor watched. */
  statsOf(collection: object): CollectionStats | null {
    return this.listedOf.get(collection)?.stats() ?? null;
  }

  /**
   * Lists a plain Map, Set or array, or a cache that tells its `size` and `max` such as lru-cache, under a name. It is
   * not bounded by that: only what it holds and how it grows can be told, and with `warnAt` there is a warning.
   */
  watch(collection: Watchable, options: { readonly name: string; readonly warnAt?: number }): void {
    const { name, warnAt } = options;
    const limit = warnAt === undefined ? null : readWhole(warnAt, "warnAt");
    this.add(collection, watchedCollection(collection, name, limit));
  }

  /** Calls for every event of a kind until the function it returns is called. */
  on(event: RegistryEvent, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Lists a collection. */
  add(collection: object, listed: Listed): WeakRef<Listed> {
    if (this.#references.size >= this.#purgeAt) this.#purgeAt = this.#alive().length * 2 + slack;
    const reference = new WeakRef(listed);
    this.listedOf.set(collection, listed);
    this.#references.add(reference);
    return reference;
  }

  /** Takes a collection off the list. */
  remove(reference: WeakRef<Listed>): void {
    this.#references.delete(reference);
  }

  /** Tells of something that happened to a collection; of its coming to `warnAt` only once. */
  tell(event: RegistryEvent, listed: Listed): void {
    if (event === "warn" && this.#warned.has(listed)) return;
    if (event === "warn") this.#warned.add(listed);
    const listeners = this.#listeners.get(event);
    if (listeners === undefined || listeners.size === 0) return;
    const stats = listed.stats();
    // Not in the middle of a `set` of somebody who knows nothing of it.
    queueMicrotask(() => {
      for (const listener of listeners) listener(stats);
    });
  }

  #alive(): Listed[] {
    const alive: Listed[] = [];
    for (const reference of this.#references) {
      const listed = reference.deref();
      if (listed === undefined) this.#references.delete(reference);
      else alive.push(listed);
    }
    return alive;
  }
}
