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

/** Many a path holds many collections, one in each entry of another: so many are looked at for each that is told. */
const describedForEach = 8;

/** Nobody waits longer for a list, however busy the machine is. */
const mostWalkMs = 60_000;

/** Walks the data of a target's main thread once and says what its largest collections are. Leaves nothing behind. */
export async function takeCensus(target: NodeTarget, { most }: CensusOptions): Promise<Census> {
  await requireSupportedNode(target);
  const proxy = await InTargetProxy.install(target);
  try {
    const { functions, objects, collections, complete } = await proxy.walk(mostWalkMs);
    const all = Array.from({ length: collections }, (_, id) => id);
    const { counts } = await proxy.look(all, true);
    const ranked = counts.toSorted((a, b) => b[1] - a[1]).slice(0, most * describedForEach);
    const entries = new Map(ranked.map(([id, count]) => [id, count]));
    const groups = alike(await proxy.describe([...entries.keys()], false)).slice(0, most);
    const alikeOf = new Map(groups.map(({ id, others }) => [id, others]));
    const facts = await proxy.describe([...alikeOf.keys()], true);
    const files = await proxy.files();
    const sources = new Sources({
      cwd: target.description.cwd ?? process.cwd(),
      sourceMapOf: (script) => sourceMapIn(target, script),
    });
    const largest: CountedCollection[] = [];
    for (const each of facts) {
      const { holder } = await locateHolder(each, [], files, sources);
      const counted = { entries: entries.get(each.id) ?? 0, alike: alikeOf.get(each.id) ?? 0 };
      largest.push({ holder, ...counted, entryBytes: each.size?.bytes ?? null, bound: each.bound });
    }
    const takenAt = new Date().toISOString();
    return { takenAt, largest, collections, functions, objects, complete, cost: await proxy.cost() };
  } finally {
    await proxy.remove();
  }
}

/** The first of those with the same path, and how many others have it. */
function alike(facts: readonly CollectionFacts[]): { readonly id: number; readonly others: number }[] {
  const groups = new Map<string, { id: number; others: number }>();
  for (const { id, kind, steps } of facts) {
    const path = [kind, ...steps.map((step) => `${step.kind} ${step.name}`)].join("\n");
    const known = groups.get(path);
    if (known === undefined) groups.set(path, { id, others: 0 });
    else known.others++;
  }
  return [...groups.values()];
}
