import type { Collection } from "./collections.ts";
import { Collections, isHeavy, isTooHeavy } from "./collections.ts";
import { estimateEntrySize } from "./entry-size.ts";
import { Internals } from "./internals.ts";
import { Memory } from "./memory.ts";
import { isReference, ownValue } from "./native.ts";
import { Paths } from "./paths.ts";
import type {
  CollectionFacts,
  CountLook,
  CountRow,
  FunctionText,
  InTarget,
  WalkOptions,
} from "./protocol.ts";
import { describeFunction, Scripts } from "./scripts.ts";
import { Slices } from "./slices.ts";
import { eachTimer } from "./timers.ts";
import { Walk } from "./walk.ts";
import { Watch } from "./watch.ts";

const sampledCallbacks = 16;

/**
 * What runs inside a target. Everything it holds hangs on the object it returns: when the inspector session that
 * called it ends, nothing is left but the watches, and a timer takes those out when no call has come for a while.
 */
export function inTarget(options: WalkOptions): InTarget {
  const slices = new Slices(options.sliceMs);
  const collections = new Collections();
  const paths = new Paths();
  const scripts = new Scripts();
  const memory = new Memory();
  const watches = new Map<number, Watch>();
  let files: string[] = [];
  let idle = expire();

  function expire(): NodeJS.Timeout {
    return setTimeout(dispose, options.idleMs).unref();
  }

  /** Every call is a sign that Sawtooth is still there. */
  function alive(): void {
    clearTimeout(idle);
    idle = expire();
  }

  function dispose(): void {
    clearTimeout(idle);
    memory.stop();
    for (const watch of watches.values()) watch.stop();
    watches.clear();
  }

  async function walk(): Promise<ReturnType<InTarget["walk"]> extends Promise<infer R> ? R : never> {
    alive();
    const internals = slices.whole(() => new Internals());
    const beat = setInterval(alive, options.idleMs / 4).unref();
    try {
      scripts.disown(
        inTarget,
        slices.whole(() => internals.read([inTarget], () => true)[0]!),
      );
      const pass = slices.whole(
        () => new Walk({ paths, collections, internals, scripts }, options, () => slices.cost.busyMs),
      );
      await slices.run(pass.work());
      files = pass.files;
      const { functions, objects, complete } = pass;
      const uncounted = [...collections].filter(isTooHeavy).map(({ id }) => id);
      return { functions, objects, collections: collections.length, complete, uncounted, cost: slices.cost };
    } finally {
      clearInterval(beat);
      internals.close();
    }
  }

  async function look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook> {
    alive();
    const counts: CountRow[] = [];
    const chosen =
      ids === null ? collections : ids.map((id) => collections.get(id)).filter((each) => each !== undefined);
    const sample = memory.sample();
    await slices.run(countAll(chosen, heavy, ids === null, counts));
    return { atMs: sample.atMs, memory: sample, counts, cost: slices.cost };
  }

  return {
    walk,
    look,
    async describe(ids, withSize) {
      alive();
      const internals = slices.whole(() => new Internals());
      try {
        const facts: CollectionFacts[] = [];
        await slices.run(describeAll(ids, withSize, { collections, paths, scripts, internals }, facts));
        return facts;
      } finally {
        internals.close();
      }
    },
    watch(id) {
      alive();
      const collection = collections.get(id);
      const owner = collection?.owner();
      if (collection === undefined || owner === undefined) return { watched: false, reason: "it is gone" };
      const watch = new Watch(collection, owner);
      const outcome = slices.whole(() => watch.start());
      if (outcome.watched) watches.set(id, watch);
      return outcome;
    },
    harvest() {
      alive();
      return [...watches.values()].map((watch) => watch.report());
    },
    files: () => files,
    memory() {
      alive();
      return memory.sample();
    },
    cost: () => slices.cost,
    dispose,
  };
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

interface Known {
  readonly collections: Collections;
  readonly paths: Paths;
  readonly scripts: Scripts;
  readonly internals: Internals;
}

function* describeAll(
  ids: readonly number[],
  withSize: boolean,
  known: Known,
  into: CollectionFacts[],
): Generator<void> {
  const { collections, paths, scripts, internals } = known;
  for (const id of ids) {
    const collection = collections.get(id);
    if (collection === undefined) continue;
    const { node, kind } = collection;
    const origins = paths.origins(node).flatMap(({ script, name }) => {
      const text = scripts.describe(script);
      return text === null ? [] : [{ ...text, variable: name }];
    });
    const callbacks = kind === "timers" ? callbacksOf(collection, internals, scripts) : [];
    const size = withSize ? yield* estimateEntrySize(collection) : null;
    const steps = paths.steps(node);
    into.push({
      id,
      kind,
      className: paths.className(node),
      steps,
      origins,
      exporters: paths.exporters(node),
      bound: paths.capacity(node),
      size,
      callbacks,
    });
    yield;
  }
}

/** Where the callbacks of waiting timers stand, commonest first. */
function callbacksOf(
  { owner, key }: Collection,
  internals: Internals,
  scripts: Scripts,
): (FunctionText & { sampled: number })[] {
  const list = ownValue(owner() ?? {}, key!);
  const functions: object[] = [];
  if (isReference(list))
    for (const timer of eachTimer(list)) {
      const callback = ownValue(timer, "_onTimeout");
      if (isReference(callback)) functions.push(callback);
      if (functions.length >= sampledCallbacks) break;
    }
  const places = new Map<string, FunctionText & { sampled: number }>();
  for (const [index, inside] of internals.read(functions, () => true).entries()) {
    if (!inside?.place) continue;
    const { script, line, column } = inside.place;
    const key = `${script}:${line}:${column}`;
    const known = places.get(key);
    const files = scripts.describe(script)?.files ?? [];
    places.set(key, {
      ...describeFunction(functions[index]),
      line,
      column,
      files,
      sampled: (known?.sampled ?? 0) + 1,
    });
  }
  return [...places.values()].sort((a, b) => b.sampled - a.sampled);
}
