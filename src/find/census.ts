import { Sources } from "#source";
import type { NodeTarget } from "#target";
import type { Holder } from "#verdict";
import type { CollectionFacts, Cost } from "#walk";
import { InTargetProxy } from "./in-target-proxy.ts";
import { locateHolder } from "./locate-holder.ts";
import { sourceMapIn } from "./source-map-in.ts";
import { requireSupportedNode } from "./supported-node.ts";

/** A collection of a running program: who holds it, and how many entries it has. */
export interface CountedCollection {
  readonly holder: Holder;
  readonly entries: number;
  /** Estimated bytes that an entry keeps alive; null where it was not estimated. */
  readonly entryBytes: number | null;
  /** A numeric limit found beside it, such as `max: 500`. */
  readonly bound: { readonly name: string; readonly value: number } | null;
}

/** The collections of a running program at one time. */
export interface Census {
  readonly takenAt: string;
  /** The largest, most entries first. */
  readonly largest: readonly CountedCollection[];
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

/** Walks the data of a target's main thread once and says what its largest collections are. Leaves nothing behind. */
export async function takeCensus(target: NodeTarget, { most }: CensusOptions): Promise<Census> {
  await requireSupportedNode(target);
  const proxy = await InTargetProxy.install(target);
  try {
    const { functions, objects, collections, complete } = await proxy.walk();
    const all = Array.from({ length: collections }, (_, id) => id);
    const { counts } = await proxy.look(all, true);
    const ranked = counts.toSorted((a, b) => b[1] - a[1]).slice(0, most);
    const entries = new Map(ranked.map(([id, count]) => [id, count]));
    const facts = await proxy.describe([...entries.keys()], true);
    const files = await proxy.files();
    const sources = new Sources({
      cwd: target.description.cwd ?? process.cwd(),
      sourceMapOf: (script) => sourceMapIn(target, script),
    });
    const largest: CountedCollection[] = [];
    for (const each of facts) largest.push(await counted(each, entries.get(each.id) ?? 0, files, sources));
    const takenAt = new Date().toISOString();
    return { takenAt, largest, collections, functions, objects, complete, cost: await proxy.cost() };
  } finally {
    await proxy.remove();
  }
}

async function counted(
  facts: CollectionFacts,
  entries: number,
  files: readonly string[],
  sources: Sources,
): Promise<CountedCollection> {
  const { holder } = await locateHolder(facts, [], files, sources);
  return { holder, entries, entryBytes: facts.size?.bytes ?? null, bound: facts.bound };
}
