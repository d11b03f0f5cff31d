import type { GrowingHolder, HeapGrowth } from "#snapshot";
import type { Finding, Holder, Leak, Unexplained } from "./finding.ts";
import { holderPath } from "./holder-path.ts";
import { remedyFor } from "./remedy.ts";
import { growsLikeLeak, isLoaded, kindOf, turnsOver } from "./snapshot-leak.ts";
import { slowedGains, slows, stepsOf } from "./snapshot-steps.ts";

/** What a comparison of snapshots is told about them. */
export interface SnapshotSeries {
  /** Names of the files, oldest first. */
  readonly names: readonly string[];
  /** When the first was taken, and how long until the last; the time of the files when nothing better is known. */
  readonly startedAt: Date;
  readonly seconds: number;
  /** From each to the next, seconds; empty when they are not known. */
  readonly gaps: readonly number[];
  /** From each to the next. */
  readonly steps: readonly HeapGrowth[];
  /** From the first to the last; the only step when there are two. */
  readonly whole: HeapGrowth;
  /** Of the last snapshot. */
  readonly counts: { readonly functions: number; readonly objects: number; readonly collections: number };
  readonly notes: readonly string[];
}

/** What leaks by two snapshots. Most growth first. */
export function holdersThatLeak(whole: HeapGrowth): GrowingHolder[] {
  return whole.holders.filter((holder) => growsLikeLeak(holder, whole));
}

/** What grew in every step, and what did so ever less, as a cache does that fills. */
export interface JudgedHolders {
  /** Of the finding's leaks, in their order. */
  readonly leaking: readonly GrowingHolder[];
  readonly filling: readonly { readonly holder: GrowingHolder; readonly gains: string }[];
}

/** Tells what leaks by two or more snapshots of one process. */
export function judgedHolders({
  whole,
  steps,
  gaps,
}: Pick<SnapshotSeries, "whole" | "steps" | "gaps">): JudgedHolders {
  const leaking: GrowingHolder[] = [];
  const filling: { holder: GrowingHolder; gains: string }[] = [];
  for (const holder of holdersThatLeak(whole)) {
    // Of two snapshots there is only the one step.
    const grown = steps.length < 2 ? [holder] : stepsOf(holder, steps);
    const gains = grown === null ? null : slowedGains(grown, gaps);
    if (gains !== null) filling.push({ holder, gains });
    else if (grown !== null) leaking.push(holder);
  }
  return { leaking, filling };
}

/** The finding of two or more snapshots of one process: what grew in every step, and who holds it. */
export function findingOfSnapshots(
  series: SnapshotSeries,
  { leaking: holders, filling }: JudgedHolders = judgedHolders(series),
): Finding {
  const { whole, seconds } = series;
  const looks = series.names.length;
  const leaks = holders.map((holder) => leakOfHolder(holder, { whole, seconds, looks }));
  return {
    version: 1,
    target: {
      kind: "snapshots",
      name: series.names.join(" → "),
      pid: null,
      url: null,
      node: null,
      uptimeSeconds: null,
    },
    window: {
      startedAt: series.startedAt.toISOString(),
      seconds,
      looks: series.names.length,
      endedEarly: false,
    },
    memory: { points: [], limits: [], perHour: ratePerHour(whole, seconds) },
    leaks,
    unexplained: unexplainedBy(series, [...holders, ...filling.map(({ holder }) => holder)]),
    evidence: {
      cpuMs: null,
      longestPauseMs: null,
      ...series.counts,
      sampledInserts: 0,
      complete: true,
    },
    notes: [
      ...series.notes,
      ...filling.map(
        ({ holder, gains }) =>
          `${holderPath(holder.steps).path} gained ${gains}: ever less, as a cache does that fills up to its limit. A later snapshot shows whether it stops.`,
      ),
    ],
  };
}

function ratePerHour({ bytesBefore, bytesAfter }: HeapGrowth, seconds: number): Finding["memory"]["perHour"] {
  if (seconds <= 0) return null;
  const rate = ((bytesAfter - bytesBefore) / seconds) * 3600;
  return { low: rate, middle: rate, high: rate };
}

/** How many snapshots were compared, over which time, and with which outcome. */
export interface SnapshotSpan {
  readonly whole: HeapGrowth;
  readonly seconds: number;
  readonly looks: number;
}

/** One leak as snapshots show it: without the line that adds, which is in none. */
export function leakOfHolder(growing: GrowingHolder, { whole, seconds, looks }: SnapshotSpan): Leak {
  const holder = holderOf(growing);
  const { before, after, net } = growing;
  const gained = before === null || after === null ? null : after - before;
  const delta = whole.bytesAfter - whole.bytesBefore;
  return {
    holder,
    site: null,
    entries:
      before === null || after === null
        ? null
        : {
            before,
            after,
            perSecond: seconds > 0 ? (after - before) / seconds : 0,
            removed: removedFrom(growing),
          },
    bytes: {
      // What others hold as well is retained by none of them, but held by each.
      retained: Math.max(growing.retained, net),
      perEntry: gained === null ? null : Math.round(net / gained),
      perHour: seconds > 0 ? (net / seconds) * 3600 : null,
    },
    forecast: null,
    package: null,
    evidence: evidenceOf(growing, looks),
    explained: delta <= 0 ? null : Math.min(1, net / delta),
    remedy: remedyFor({
      holder: { ...holder, file: null },
      site: null,
      lifetime: null,
      removals: [],
      removed: null,
      package: null,
    }),
  };
}

/** The holder; its line is not in a snapshot, and is looked up by whoever has the source. */
export function holderOf(growing: Pick<GrowingHolder, "shape" | "steps" | "place">): Holder {
  const { name, path, scope, className } = holderPath(growing.steps);
  const last = growing.steps.at(-1);
  const kind = kindOf(growing);
  return {
    name: name || path || "(unnamed)",
    path: path || "(unnamed)",
    kind,
    scope: scope === "closure" && growing.place?.function ? `closure of ${growing.place.function}` : scope,
    // That a promise is of the class Promise goes without saying.
    className: kind === "promise" ? null : last?.className || className,
    file: growing.place?.script || null,
    // The names of a suspended function's variables are lost; the function itself is known.
    line: scope === "suspended function" ? (growing.place?.line ?? null) : null,
    excerpt: null,
  };
}

/** None when all that were there are there still; else not known, for what came and went left no trace. */
function removedFrom({ kept }: GrowingHolder): number | null {
  return kept === 1 ? 0 : null;
}

function evidenceOf({ steps, members, coHolders, entryClass }: GrowingHolder, looks: number): string[] {
  const own = holderPath(steps).path;
  const evidence = [`the balance of ${looks} snapshots, to the byte`];
  if (members > 1) evidence.push(`${members} of its kind counted together`);
  if (entryClass !== "") evidence.push(`new entries are ${entryClass}`);
  const others = [...new Set(coHolders.map((way) => holderPath(way).path))].filter(
    // What hangs on the holder is no other.
    (path) => path !== "" && !path.startsWith(own),
  );
  if (others.length > 0) evidence.push(`the same entries are held by ${others.join(" and ")} too`);
  return evidence;
}

const LEAST_UNEXPLAINED = 2 ** 20;

/**
 * Growth that neither what is told, with the other parts of the same objects, nor what was loaded or is turned over explains; null
 * where that is not much.
 */
function unexplainedBy(
  { whole, steps, gaps }: SnapshotSeries,
  told: readonly GrowingHolder[],
): Unexplained | null {
  const delta = whole.bytesAfter - whole.bytesBefore;
  const known = (holder: GrowingHolder): boolean =>
    isLoaded(holder) || turnsOver(holder) || told.some((other) => isPartOfSame(holder, other));
  const others = whole.holders.filter((holder) => holder.net > 0 && !told.includes(holder) && known(holder));
  const left = [...told, ...others].reduce((bytes, { net }) => bytes - net, delta);
  if (left < LEAST_UNEXPLAINED || left < delta / 2) return null;
  // What was made ready once is there after the first step.
  const deltas = steps.map(({ bytesBefore, bytesAfter }) => bytesAfter - bytesBefore);
  if (deltas.some((step) => step <= 0) || slows(deltas, gaps)) return null;
  const largest = whole.holders.find((holder) => !told.includes(holder) && !known(holder));
  const named = largest === undefined ? "" : holderPath(largest.steps).path;
  return {
    bytes: Math.round(left),
    kind: "heap",
    parts: null,
    meaning: `The heap grew, but no collection kept what came in it${steps.length > 1 ? " from each snapshot to the next" : ""}${named === "" ? "" : `; most of it is held by ${named}`}: something was loaded or made ready once, or is at work at the moment.`,
    next: ["Take another snapshot later and compare all of them."],
  };
}

/** Whether two fields are those of one object. */
function isPartOfSame(a: GrowingHolder, b: GrowingHolder): boolean {
  const [one, other] = [a.steps.at(-2), b.steps.at(-2)];
  return one !== undefined && one.node === other?.node;
}
