import { Collections, isHeavy, isTooHeavy, type Collection } from "./collections.ts";
import { describeAll } from "./describe.ts";
import { Internals } from "./internals.ts";
import { Memory } from "./memory.ts";
import { Paths } from "./paths.ts";
import type {
  CollectionFacts,
  Cost,
  CountLook,
  CountRow,
  InTarget,
  MemorySample,
  WalkOptions,
  WalkSummary,
  WatchOutcome,
  WatchReport,
} from "./protocol.ts";
import { Scripts } from "./scripts.ts";
import { Slices } from "./slices.ts";
import { Walk } from "./walk.ts";
import { Watch } from "./watch.ts";

/**
 * A walk and what it found, for as long as Sawtooth looks at a thread. Nothing refers to it but the inspector session
 * that made it: when that ends, only the watches are left, and a timer takes those out when no call has come for a while.
 */
export class LiveWalk implements InTarget {
  readonly #options: WalkOptions;
  readonly #slices: Slices;
  readonly #collections = new Collections();
  readonly #paths = new Paths();
  readonly #scripts = new Scripts();
  readonly #memory = new Memory();
  readonly #watches = new Map<number, Watch>();
  #files: string[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#slices = new Slices(options.sliceMs);
    this.#alive();
  }

  async walk(): Promise<WalkSummary> {
    const beat = setInterval(() => this.#alive(), this.#options.idleMs / 4).unref();
    try {
      return await this.#withInternals((internals) => this.#walk(internals));
    } finally {
      clearInterval(beat);
    }
  }

  async look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook> {
    this.#alive();
    const counts: CountRow[] = [];
    const memory = this.#memory.sample();
    const chosen = ids === null ? this.#collections : ids.flatMap((id) => this.#collections.get(id) ?? []);
    await this.#slices.run(countAll(chosen, heavy, ids === null, counts));
    return { atMs: memory.atMs, memory, counts, cost: this.#slices.cost };
  }

  async describe(ids: readonly number[], withSize: boolean): Promise<CollectionFacts[]> {
    const facts: CollectionFacts[] = [];
    await this.#withInternals((internals) => {
      const known = { collections: this.#collections, paths: this.#paths, scripts: this.#scripts, internals };
      return this.#slices.run(describeAll(ids, withSize, known, facts));
    });
    return facts;
  }

  files(): string[] {
    return this.#files;
  }

  watch(id: number): WatchOutcome {
    this.#alive();
    const collection = this.#collections.get(id);
    const owner = collection?.owner();
    if (collection === undefined || owner === undefined) return { watched: false, reason: "it is gone" };
    const watch = new Watch(collection, owner);
    const outcome = this.#slices.whole(() => watch.start());
    if (outcome.watched) this.#watches.set(id, watch);
    return outcome;
  }

  harvest(): WatchReport[] {
    this.#alive();
    return [...this.#watches.values()].map((watch) => watch.report());
  }

  memory(): MemorySample {
    this.#alive();
    return this.#memory.sample();
  }

  cost(): Cost {
    return this.#slices.cost;
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#memory.stop();
    for (const watch of this.#watches.values()) watch.stop();
    this.#watches.clear();
  }

  async #walk(internals: Internals): Promise<WalkSummary> {
    const [own] = this.#slices.whole(() => internals.read([LiveWalk], () => true));
    this.#scripts.disown(LiveWalk, own!);
    const parts = { paths: this.#paths, collections: this.#collections, internals, scripts: this.#scripts };
    const pass = this.#slices.whole(() => new Walk(parts, this.#options, () => this.#slices.cost.busyMs));
    await this.#slices.run(pass.work());
    this.#files = pass.files;
    return {
      functions: pass.functions,
      objects: pass.objects,
      collections: this.#collections.length,
      complete: pass.complete,
      uncounted: [...this.#collections].filter(isTooHeavy).map(({ id }) => id),
      cost: this.#slices.cost,
    };
  }

  async #withInternals<T>(work: (internals: Internals) => Promise<T>): Promise<T> {
    this.#alive();
    const internals = this.#slices.whole(() => new Internals());
    try {
      return await work(internals);
    } finally {
      internals.close();
    }
  }

  /** Every call is a sign that Sawtooth is still there. */
  #alive(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.dispose(), this.#options.idleMs).unref();
  }
}

function* countAll(
  chosen: Iterable<Collection>,
  heavy: boolean,
  gainedOnly: boolean,
  into: CountRow[],
): Generator<void> {
  for (const collection of chosen) {
    const rarely = isHeavy(collection);
    if ((rarely && !heavy) || isTooHeavy(collection)) continue;
    const { id, first, last } = collection;
    const count = collection.count() ?? -1;
    yield;
    collection.last = count;
    // One that gained before is told of even when it fell back since.
    if (!gainedOnly || count > first || last > first) into.push([id, count, first, rarely]);
  }
}
