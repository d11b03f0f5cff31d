import { Causes, isOwn } from "./causes.ts";
import {
  Collections,
  counterOf,
  isHeavy,
  isTooHeavy,
  reactionCounter,
  type Collection,
} from "./collections.ts";
import { describeAll } from "./describe.ts";
import { HandleWatch } from "./handle-watch.ts";
import { Handles } from "./handles.ts";
import { Internals } from "./internals.ts";
import { KeyWatch } from "./key-watch.ts";
import { MethodWatch } from "./method-watch.ts";
import { Memory } from "./memory.ts";
import { types } from "./native.ts";
import { Openable } from "./openable.ts";
import { Paths } from "./paths.ts";
import {
  connections,
  type CollectionFacts,
  type CollectionKind,
  type Cost,
  type CountLook,
  type CountRow,
  type InTarget,
  type MemorySample,
  type WalkOptions,
  type WalkSummary,
  type WatchOutcome,
  type WatchReport,
} from "./protocol.ts";
import { Reactions } from "./reactions.ts";
import { Scripts } from "./scripts.ts";
import { Slices } from "./slices.ts";
import { addTimerList, eachTimerList, timerLists } from "./timers.ts";
import { Variables } from "./variables.ts";
import { Walk } from "./walk.ts";
import { Watch, type Watcher } from "./watch.ts";

/** A full collection takes about a millisecond per megabyte of heap. */
const largestCollected = 20 * 1024 * 1024;
/** Entries of these may be added by an assignment. */
const addedWithoutCall: ReadonlySet<CollectionKind> = new Set(["Array", "object", "chain"]);
/** All variables are read again at one look in so many. */
const looksPerVariablePass = 6;
/** Of so many lists of timers the callbacks are read, a few of each. */
const mostTimerLists = 24;

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
  readonly #variables = new Variables();
  #looks = 0;
  readonly #handles: Handles = new Handles(this.#collections, this.#paths);
  readonly #reactions: Reactions = new Reactions((promise) => this.#addPromise(promise));
  readonly #watches = new Map<number, Watcher>();
  readonly #causes = new Causes();
  readonly #methodWatches = new Map<number, MethodWatch>();
  #files: string[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#slices = new Slices(options.sliceMs);
    this.#alive();
  }

  async walk(mostMs: number): Promise<WalkSummary> {
    const end = performance.now() + mostMs;
    const beat = setInterval(() => this.#alive(), this.#options.idleMs / 4).unref();
    try {
      return await this.#withInternals((internals) => this.#walk(internals, end));
    } finally {
      clearInterval(beat);
    }
  }

  async look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook> {
    this.#alive();
    const counts: CountRow[] = [];
    const memory = this.#memory.sample();
    await this.#settle();
    this.#slices.whole(() => this.#handles.refresh());
    await this.#followVariables();
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

  async timers(): Promise<CollectionFacts[]> {
    const facts: CollectionFacts[] = [];
    await this.#withInternals(async (internals) => {
      const table = timerLists(internals);
      if (table === null) return;
      const known = new Set(
        [...this.#collections].flatMap(({ kind, key }) => (kind === "timers" ? String(key) : [])),
      );
      const lists = [...eachTimerList(table)].slice(0, mostTimerLists).map(([duration]) => duration);
      for (const duration of lists)
        if (!known.has(duration)) addTimerList(this.#collections, this.#paths, table, duration);
      const ids = [...this.#collections].filter(
        ({ kind, key }) => kind === "timers" && lists.includes(String(key)),
      );
      const parts = { collections: this.#collections, paths: this.#paths, scripts: this.#scripts, internals };
      await this.#slices.run(
        describeAll(
          ids.map(({ id }) => id),
          false,
          parts,
          facts,
        ),
      );
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
    if (collection.kind === "promise") return { watched: true };
    if (collection.kind === "handles" && collection.key === connections)
      return { watched: false, reason: "clients open them" };
    const watch = watcherOf(collection, owner, this.#causes);
    const outcome = this.#slices.whole(() => watch.start());
    if (outcome.watched) this.#watches.set(id, watch);
    return outcome.watched || !this.#watchMethods(collection) ? outcome : { watched: true };
  }

  /** Where nothing is seen to be added, those who call the class that holds the collection are. */
  #watchMethods(collection: Collection): boolean {
    const { id, kind } = collection;
    if (!addedWithoutCall.has(kind) || this.#methodWatches.has(id)) return false;
    const watch = new MethodWatch(collection);
    const { watched } = this.#slices.whole(() => watch.start());
    this.#methodWatches.set(id, watch);
    return watched;
  }

  adopt(owner: object): number | null {
    const kind = types.isMap(owner) ? "Map" : types.isSet(owner) ? "Set" : "Array";
    if (types.isProxy(owner) || (kind === "Array" && !Array.isArray(owner))) return null;
    const node = this.#paths.add(null, "handle", "", 0, -1);
    const { id } = this.#collections.add(kind, node, owner, null, counterOf(kind, owner));
    return this.watch(id).watched ? id : null;
  }

  harvest(): WatchReport[] {
    this.#alive();
    const waited = [...this.#collections].flatMap(({ id, kind, last, owner }) =>
      kind === "promise" && last > 0 ? (this.#reactions.report(id, owner() ?? {}) ?? []) : [],
    );
    const reports = [...this.#watches.values()].map((watch) => watch.report());
    if (reports.some(isOutOfNowhere)) this.#causes.start();
    for (const { id, inserts } of reports) {
      const collection = this.#collections.get(id);
      if (inserts === 0 && collection !== undefined && collection.last > collection.first)
        this.#watchMethods(collection);
    }
    const calls = [...this.#methodWatches.values()].map((watch) => watch.report());
    const seen = reports.filter(({ inserts, id }) => inserts > 0 || !this.#methodWatches.has(id));
    return [...calls.filter(({ id }) => !seen.some((report) => report.id === id)), ...seen, ...waited];
  }

  memory(): MemorySample {
    this.#alive();
    return this.#memory.sample();
  }

  cost(): Cost {
    return this.#slices.cost;
  }

  async collect(): Promise<boolean> {
    if (this.memory().heapUsed > largestCollected) return false;
    await this.#withInternals((internals) => internals.collectGarbage());
    return true;
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#memory.stop();
    this.#reactions.stop();
    this.#causes.stop();
    for (const watch of [...this.#watches.values(), ...this.#methodWatches.values()]) watch.stop();
    this.#watches.clear();
    this.#methodWatches.clear();
  }

  async #walk(internals: Internals, end: number): Promise<WalkSummary> {
    const [own] = this.#slices.whole(() => internals.read([LiveWalk], () => true));
    this.#scripts.disown(LiveWalk, own!);
    const parts = {
      paths: this.#paths,
      collections: this.#collections,
      internals,
      scripts: this.#scripts,
      reactions: this.#reactions,
      variables: this.#variables,
    };
    const isSpent = () => this.#slices.cost.busyMs > this.#options.budgetMs || performance.now() > end;
    const pass = this.#slices.whole(() => new Walk(parts, this.#options, isSpent));
    await this.#slices.run(pass.work());
    this.#files = pass.files;
    this.#reactions.start();
    return {
      functions: pass.functions,
      objects: pass.objects,
      collections: this.#collections.length,
      complete: pass.complete,
      uncounted: [...this.#collections].filter(isTooHeavy).map(({ id }) => id),
      cost: this.#slices.cost,
    };
  }

  /** Learns what reassigned variables hold now; once in a while, whether others have been reassigned. */
  async #followVariables(): Promise<void> {
    const all = this.#looks++ % looksPerVariablePass === 1;
    if (!all && !this.#variables.anyReassigned) return;
    await this.#withInternals((internals) => this.#slices.run(this.#variables.refresh(internals, all)));
  }

  /** A promise that has settled keeps no reaction. */
  async #settle(): Promise<void> {
    const waited = [...this.#collections].filter(({ kind, last }) => kind === "promise" && last > 0);
    const openable = new Openable();
    const promises = waited.flatMap(({ owner }) => owner() ?? []).filter((each) => openable.allows(each));
    if (promises.length === 0) return;
    await this.#withInternals(async (internals) => {
      const insides = this.#slices.whole(() => internals.read(promises, () => true));
      for (const [index, inside] of insides.entries())
        if (!inside?.pending) this.#reactions.drop(promises[index]!);
    });
  }

  /** Takes up a promise that many wait for and that no variable or property led to. */
  #addPromise(promise: object): void {
    const node = this.#paths.add(null, "handle", "", 0, -1);
    this.#paths.setClass(node, "Promise");
    this.#collections.add("promise", node, promise, null, reactionCounter(this.#reactions, promise));
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

/** Whether inserts were seen, and none of the program's own functions on their stacks. */
function isOutOfNowhere({ stacks }: WatchReport): boolean {
  return stacks.length > 0 && !stacks.some(({ frames }) => frames.some(isOwn));
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

function watcherOf(collection: Collection, owner: object, causes: Causes): Watcher {
  if (collection.kind === "object") return new KeyWatch(collection, owner);
  return collection.kind === "handles" ? new HandleWatch(collection) : new Watch(collection, owner, causes);
}
