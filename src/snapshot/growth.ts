import { balanceOf, type Side } from "./balance.ts";
import { boundaryOf } from "./boundary.ts";
import { bookCoHeld } from "./co-holders.ts";
import type { Graph } from "./graph.ts";
import { grownBy, type Grown, type GrowthShape } from "./growing-holder.ts";
import { Claims, merge, type Claim, type Pair } from "./growth-claims.ts";
import { Heap } from "./heap.ts";
import { callbackIn, classPlaces, linksOf, placeOf } from "./holder-places.ts";
import { NodeType } from "./model.ts";
import { stepsTo, type Paths, type Step } from "./path-steps.ts";
import { Repetition } from "./repetition.ts";
import { retainingPaths } from "./retaining-paths.ts";
import { Scopes, type ScriptPlace } from "./scopes.ts";
import { survivorsOf } from "./survivors.ts";

/** Something that holds more in the later of two snapshots, or several of one kind: the inner Maps of a Map. */
export interface GrowingHolder {
  readonly shape: GrowthShape;
  /** The way to it: of several, to the one that grew most. */
  readonly steps: readonly Step[];
  /** How many there are of this kind that changed. */
  readonly members: number;
  /** Entries of all of them; null where they are not counted. */
  readonly before: number | null;
  readonly after: number | null;
  /** Bytes of the growth of the heap that are booked here; negative when it shrank. */
  readonly net: number;
  /** Bytes it retains in the later snapshot; of several, the sum. */
  readonly retained: number;
  readonly retainedBefore: number;
  /** Objects that came and went. */
  readonly added: number;
  readonly removed: number;
  /** Whether there was nothing in its place before: made in the meantime, not grown. */
  readonly isNew: boolean;
  /** Of the entries there were, the share that is still there, 0 to 1; null where that cannot be told. */
  readonly kept: number | null;
  /** What else holds the same entries, each with the way to it. */
  readonly coHolders: readonly (readonly Step[])[];
  /** A function of the scope that the path starts in; null where there is none. */
  readonly place: ScriptPlace | null;
  /** The constructors of the object whose field it is, the object's own class first; none for what is no field. */
  readonly classes: readonly ScriptPlace[];
  /**
   * The program's function that was added as a listener, in a timer, to a promise or to a chain of functions; null for all else,
   * and where none was found.
   */
  readonly callback: ScriptPlace | null;
  /** The fields by which a link of a chain leads to others; none for all else. */
  readonly links: readonly string[];
  /** What the holder is: its class, or what V8 calls it. */
  readonly typeName: string;
  /** Class of what was added. */
  readonly entryClass: string;
  /** The node that grew most, in the later snapshot. */
  readonly node: number;
  /** V8's id of that node, by which a live process finds the object again. */
  readonly id: number;
  /** The variable of a suspended function that the path starts from; null where it starts elsewhere. */
  readonly local: SuspendedLocal | null;
}

/** A variable of a suspended async function or generator, by V8's ids: a snapshot has no name for it. */
export interface SuspendedLocal {
  /** The run of the function. */
  readonly run: number;
  /** What the variable holds. */
  readonly value: number;
}

/** What changed between two snapshots of one process. */
export interface HeapGrowth {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly objectsBefore: number;
  readonly objectsAfter: number;
  readonly added: number;
  readonly removed: number;
  /** The sum of everything booked; equal to `bytesAfter - bytesBefore`. */
  readonly booked: number;
  /** Largest growth first, shrinkage last. */
  readonly holders: readonly GrowingHolder[];
}

/** Claims smaller than this are not looked into. */
const LEAST_BYTES = 64;
const MOST_HOLDERS = 200;

/** Compares two snapshots of one process: who holds what came, who lost what went. */
export function heapGrowth(before: Graph, after: Graph): HeapGrowth {
  const heap = new Heap(after);
  const scopes = new Scopes(heap);
  const paths = retainingPaths(heap, scopes);
  const survivors = survivorsOf(before, after);
  const then = sideOf(new Heap(before), survivors.later);
  const now = sideOf(heap, survivors.earlier);
  const balance = balanceOf(then, now, survivors);
  const marks = new Uint8Array(after.snapshot.nodes.count);
  const pair: Pair = { before: then, after: now, survivors, balance, paths, marks };
  const repetition = new Repetition(heap, paths);
  const claims = new Claims(pair);
  bookCoHeld(pair, claims, repetition);
  return {
    bytesBefore: before.retainedSizes[0]!,
    bytesAfter: after.retainedSizes[0]!,
    objectsBefore: before.snapshot.nodes.count,
    objectsAfter: after.snapshot.nodes.count,
    added: balance.added,
    removed: balance.removed,
    booked: balance.booked,
    holders: holdersOf(pair, claims, repetition, { heap, scopes, paths }),
  };
}

function sideOf(heap: Heap, twins: Uint32Array): Side {
  return { heap, boundary: boundaryOf(heap, twins) };
}

/** Claims of one signature together, the largest looked into and named. */
function holdersOf(pair: Pair, claims: Claims, repetition: Repetition, where: Paths): GrowingHolder[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of folded(claims, repetition)) {
    if (Math.abs(claim.net) < LEAST_BYTES) continue;
    const key = signature(where, claim);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  const net = (group: readonly Claim[]): number => group.reduce((sum, claim) => sum + claim.net, 0);
  const largest = alike(groups, where).toSorted((a, b) => Math.abs(net(b)) - Math.abs(net(a)));
  return largest
    .slice(0, MOST_HOLDERS)
    .map((group) => holderOf(pair, group, repetition, where))
    .toSorted((a, b) => b.net - a.net);
}

/** The links of a chain claim as one. */
function folded(claims: Claims, repetition: Repetition): Iterable<Claim> {
  const chains = new Map<number, Claim>();
  const all: Claim[] = [];
  for (const claim of claims) {
    const first = repetition.firstOf(claim.holder);
    if (first === claim.holder) {
      all.push(claim);
      continue;
    }
    const chain = chains.get(first) ?? {
      ...claim,
      holder: first,
      label: "chain",
      net: 0,
      added: 0,
      removed: 0,
    };
    merge(chain, claim);
    chains.set(first, chain);
  }
  return [...all, ...chains.values()];
}

/** Groups that differ only in the keys of plain objects are one when there are many: the arrays in `metrics[…].samples`. */
function alike(groups: ReadonlyMap<string, Claim[]>, where: Paths): Claim[][] {
  const loose = new Map<string, Claim[][]>();
  for (const [key, group] of groups) {
    const like = looseSignature(key, group[0]!, where);
    const known = loose.get(like);
    if (known === undefined) loose.set(like, [group]);
    else known.push(group);
  }
  return [...loose.values()].flatMap((same) => (same.length >= FEWEST_ALIKE ? [same.flat()] : same));
}

const FEWEST_ALIKE = 4;

function looseSignature(key: string, { holder, label }: Claim, where: Paths): string {
  const steps = stepsTo(where, holder);
  const first = steps[0];
  if (label !== "" || first === undefined || steps.length < 2) return key;
  const way = steps.map((step, at) => {
    const ofPlain = at > 0 && steps[at - 1]!.className === "";
    return ofPlain && step.kind === "property" ? "*" : `${step.kind}:${step.name}:${step.className}`;
  });
  return `${way.join("|")}|${where.heap.name(holder)}|${scriptBefore(where, holder)}`;
}

/** The path of a holder with entries all alike: what has the same is one kind of thing. */
function signature(where: Paths, claim: Claim): string {
  if (claim.label === "code") return claim.label;
  const steps = stepsTo(where, claim.holder);
  const way = steps.map(({ kind, name, className }) =>
    kind === "element" ? "*" : `${kind}:${name}:${className}`,
  );
  const start = steps[0] === undefined ? claim.holder : steps[0].kind === "element" ? steps[0].node : 0;
  return `${start}|${way.join("|")}|${claim.label}|${where.heap.name(claim.holder)}|${scriptBefore(where, claim.holder)}`;
}

/** Variables of the same name in two modules are two things. */
function scriptBefore(where: Paths, node: number): string {
  return placeOf(where, node)?.script ?? "";
}

function holderOf(pair: Pair, group: readonly Claim[], repetition: Repetition, where: Paths): GrowingHolder {
  const main = group.reduce((largest, claim) =>
    Math.abs(claim.net) > Math.abs(largest.net) ? claim : largest,
  );
  const all = group.slice(0, MOST_HOLDERS).map((claim) => grownBy(pair, claim, repetition));
  const mine = all[group.indexOf(main)] ?? grownBy(pair, main, repetition);
  const steps = withoutLinks(stepsTo(where, mine.node));
  const sum = (pick: (grown: Grown) => number | null): number | null =>
    all.reduce<number | null>((so, grown) => {
      const value = pick(grown);
      return so === null || value === null ? null : so + value;
    }, 0);
  return {
    shape: mine.shape,
    steps: commonSteps(where, steps, group),
    members: group.length,
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    net: group.reduce((bytes, claim) => bytes + claim.net, 0),
    retained: sum(({ bytesAfter }) => bytesAfter) ?? 0,
    retainedBefore: sum(({ bytesBefore }) => bytesBefore) ?? 0,
    added: group.reduce((count, claim) => count + claim.added, 0),
    removed: group.reduce((count, claim) => count + claim.removed, 0),
    coHolders: main.coHolders.map((holder) => toList(stepsTo(where, holder))),
    place: placeOf(where, mine.node),
    classes: classPlaces(where, steps),
    callback: callbackOf(where, steps, main, mine),
    links: mine.link < 0 ? [] : linksOf(where, mine.link),
    typeName: where.heap.label(mine.node),
    entryClass: main.root < 0 ? "" : where.heap.className(main.root),
    isNew: mine.isNew,
    kept: mine.kept,
    node: mine.node,
    id: where.heap.snapshot.nodes.ids[mine.node]!,
    local: suspendedLocal(where, steps),
  };
}

/** Kinds of steps to what holds functions that are to be called. */
const calls = new Set(["listeners", "timers", "reactions"]);

function callbackOf(
  where: Paths,
  steps: readonly Step[],
  { root }: Claim,
  { link }: Grown,
): ScriptPlace | null {
  if (link >= 0 && where.heap.types[link] === NodeType.closure) return where.scopes.placeOf(link);
  return root >= 0 && calls.has(steps.at(-1)?.kind ?? "") ? callbackIn(where, root) : null;
}

/** The last variable of a suspended function on a path, which is where its name begins. */
function suspendedLocal({ heap, paths }: Paths, steps: readonly Step[]): SuspendedLocal | null {
  const start = steps.findLast(({ kind }) => kind === "module" || kind === "closure" || kind === "local");
  if (start?.kind !== "local") return null;
  const { ids } = heap.snapshot.nodes;
  return { run: ids[paths.parents[paths.parents[start.node]!]!]!, value: ids[start.node]! };
}

/** The steps of one of several, with an entry in the place of each key that others have not. */
function commonSteps(where: Paths, steps: readonly Step[], group: readonly Claim[]): readonly Step[] {
  if (group.length < FEWEST_ALIKE) return steps;
  const others = group.slice(0, MOST_HOLDERS).map(({ holder }) => stepsTo(where, holder));
  return steps.map((step, at) => {
    const same = others.every((other) => other[at]?.name === step.name);
    return same ? step : { ...step, kind: "element", name: "" };
  });
}

/** Lists of listeners and timers are linked, which is no part of their name. */
function withoutLinks(steps: readonly Step[]): readonly Step[] {
  const list = steps.findLastIndex(
    ({ kind }) => kind === "listeners" || kind === "timers" || kind === "reactions",
  );
  const after = steps.slice(list + 1);
  return list >= 0 && after.every(({ name }) => links.has(name)) ? steps.slice(0, list + 1) : steps;
}

/** What hangs on a list of timers or listeners is known by the list. */
function toList(steps: readonly Step[]): readonly Step[] {
  const list = steps.findIndex(({ kind }) => kind === "timers");
  return list < 0 ? withoutLinks(steps) : steps.slice(0, list + 1);
}

const links = new Set(["next", "previous", "_idleNext", "_idlePrev"]);
