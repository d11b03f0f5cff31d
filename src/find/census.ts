import { Sources } from "#source";
import type { NodeTarget } from "#target";
import type { Holder } from "#verdict";
import type { CollectionFacts, Cost } from "#walk";
import { InTargetProxy } from "./in-target-proxy.ts";
import { locateHolder } from "./locate-holder.ts";
import { sourceMapIn } from "./source-map-in.ts";
import { runtimesOwn } from "./runtime-own.ts";
import { requireSupportedNode } from "./supported-node.ts";

/** A collection of a running program: who holds it, and how many entries it has. */
export interface CountedCollection {
  readonly holder: Holder;
  readonly entries: number;
  /** How many more of the largest are held by the same path, such as `sessions[…].history`. */
  readonly alike: number;
  /** Estimated bytes that an entry keeps alive; null where it was not estimated. */
  readonly entryBytes: number | null;
  /** A numeric limit found beside it, such as `max: 500`. */
  readonly bound: { readonly name: string; readonly value: number } | null;
}

/** The collections of a running program at one time. */
export interface Census {
  readonly takenAt: string;
  /** The largest that the program holds, most entries first. */
  readonly largest: readonly CountedCollection[];
  /** The largest that Node itself or our agent holds, most entries first. */
  readonly runtimes: readonly CountedCollection[];
  readonly collections: number;
  readonly functions: number;
  readonly objects: number;
  /** False when a budget ended the walk early. */
  readonly complete: boolean;
  readonly cost: Cost;
}

export interface CensusOptions {
  /** How many of the largest are described. */
  readonly most: number;
}

/** Many a path holds many collections, one in each entry of another: so many are looked at for each that is told, and at least. */
const described = { forEach: 8, fewest: 160 };
/** Of those with different paths so many, as some are Node's own. */
const located = { forEach: 3, fewest: 60 };

/** Nobody waits longer for a list, however busy the machine is. */
const mostWalkMs = 60_000;

/** Walks the data of a target's main thread once and says what its largest collections are. Leaves nothing behind. */
export async function takeCensus(target: NodeTarget, { most }: CensusOptions): Promise<Census> {
  await requireSupportedNode(target);
  const proxy = await InTargetProxy.install(target, { texts: false });
  try {
    const { functions, objects, collections, complete } = await proxy.walk(mostWalkMs);
    const all = Array.from({ length: collections }, (_, id) => id);
    const { counts } = await proxy.look(all, true);
    const ranked = counts
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, Math.max(described.fewest, most * described.forEach));
    const entries = new Map(ranked.map(([id, count]) => [id, count]));
    const groups = alike(await proxy.describe([...entries.keys()], false)).slice(
      0,
      Math.max(located.fewest, most * located.forEach),
    );
    const files = await proxy.files();
    const sources = new Sources({
      cwd: target.description.cwd ?? process.cwd(),
      sourceMapOf: (script) => sourceMapIn(target, script),
    });
    const placed: PlacedCollection[] = [];
    for (const { facts, others } of groups) {
      const { holder, file } = await locateHolder(facts, [], files, sources);
      placed.push({ facts, holder, file, entries: entries.get(facts.id) ?? 0, alike: others });
    }
    const own = runtimesOwn(placed, (file) => sources.package(file)?.name ?? null);
    const told = (isOwn: boolean): PlacedCollection[] =>
      placed.filter(({ facts }) => own.has(facts) === isOwn).slice(0, most);
    const ids = [...told(false), ...told(true)].map(({ facts }) => facts.id);
    const sized = new Map((await proxy.describe(ids, true)).map((facts) => [facts.id, facts]));
    const rows = (isOwn: boolean): CountedCollection[] =>
      told(isOwn).map(({ facts, holder, entries: count, alike: others }) => {
        const { size = null, bound = null } = sized.get(facts.id) ?? {};
        return { holder, entries: count, alike: others, entryBytes: size?.bytes ?? null, bound };
      });
    const takenAt = new Date().toISOString();
    const [largest, runtimes] = [rows(false), rows(true)];
    const searched = { collections, functions, objects, complete };
    return { takenAt, largest, runtimes, ...searched, cost: await proxy.cost() };
  } finally {
    await proxy.remove();
  }
}

/** A collection whose place in the source is known. */
interface PlacedCollection {
  readonly facts: CollectionFacts;
  readonly holder: Holder;
  /** null where it is in no file of the program's. */
  readonly file: string | null;
  readonly entries: number;
  /** How many others have its path. */
  readonly alike: number;
}

/** The first of those with the same path, and how many others have it. */
function alike(
  all: readonly CollectionFacts[],
): { readonly facts: CollectionFacts; readonly others: number }[] {
  const groups = new Map<string, { facts: CollectionFacts; others: number }>();
  for (const facts of all) {
    const path = [facts.kind, ...facts.steps.map((step) => `${step.kind} ${step.name}`)].join("\n");
    const known = groups.get(path);
    if (known === undefined) groups.set(path, { facts, others: 0 });
    else known.others++;
  }
  return [...groups.values()];
}
