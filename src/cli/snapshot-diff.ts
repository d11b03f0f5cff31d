import { basename } from "node:path";
import { findingJson, renderFinding, textForm } from "#face";
import { locatedHolders } from "#find";
import { areNumberedAlike, heapGrowth, isOlder, SnapshotError, type HeapGrowth } from "#snapshot";
import { findingOfSnapshots, foldBookedCoHolders, judgedHolders } from "#verdict";
import { renderHolders } from "./render-holders.ts";
import { snapshotArguments } from "./snapshot-arguments.ts";
import { countsOf } from "./snapshot-counts.ts";
import { loadSnapshot, type LoadedSnapshot } from "./snapshot-source.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot diff BEFORE AFTER [LATER…] [options]

Compares heap snapshots of one process, oldest first: which collection gained
entries, who holds it, and how many bytes of the growth that explains. Where the
source that ran is on this machine, also the line that adds. With three or more,
what grew in every step. They have to be taken without an inspector's client
going in between: 'sawtooth snapshot take PID --again 60s' takes two such.

Options
  --seconds N     time from the first to the last  (that between the files)
  --all           list everything that changed, not only what leaks
  --json          print the finding as JSON (docs/json.md)

Exit code: 0 nothing leaks, 1 a leak was found, 2 they cannot be compared.
`;

/** `sawtooth snapshot diff`: the balance sheet of two or more snapshots. */
export async function snapshotDiff(args: readonly string[]): Promise<number> {
  const asked = snapshotArguments(
    args,
    { name: "diff", usage, fewest: 2, most: 64 },
    { seconds: { type: "string" }, all: { type: "boolean" }, json: { type: "boolean" } },
  );
  if (asked === null) return 0;
  const { files, values } = asked;
  const { steps, whole, first, last, gaps, inOrder } = await compared(files);
  const seconds = secondsBetween(first, last, values["seconds"]);
  const since = first.writtenAt ?? new Date();
  const series = {
    names: files.map(named),
    startedAt: since,
    seconds,
    gaps,
    steps,
    whole,
    counts: countsOf(last.graph),
    notes: notesOn(whole, inOrder, seconds),
  };
  const judged = judgedHolders(series);
  const located = await locatedHolders(findingOfSnapshots(series, judged), {
    growing: judged.leaking,
    first: first.graph,
    last: last.graph,
    since,
    cwd: process.cwd(),
  });
  const finding = { ...located, leaks: foldBookedCoHolders(located.leaks) };
  const form = textForm(process.stdout, process.env);
  if (values["json"] === true) process.stdout.write(findingJson(finding));
  else {
    process.stdout.write(renderFinding(finding, form));
    process.stdout.write(renderHolders(whole, form, values["all"] === true));
  }
  return finding.leaks.length > 0 || finding.unexplained !== null ? 1 : 0;
}

function notesOn({ added, removed }: HeapGrowth, inOrder: boolean, seconds: number): string[] {
  return [
    ...(added === 0 && removed === 0
      ? ["Nothing came and nothing went: it is the same snapshot twice, or a copy of it."]
      : []),
    ...(inOrder
      ? []
      : [
          "By the times of the files the snapshots are not in order: give the oldest first, or nothing of this holds.",
        ]),
    ...(seconds > 0
      ? []
      : ["The time between the snapshots is not known, so neither is any rate: give --seconds."]),
  ];
}

interface Comparison {
  readonly steps: readonly HeapGrowth[];
  readonly whole: HeapGrowth;
  readonly first: LoadedSnapshot;
  readonly last: LoadedSnapshot;
  /** Seconds from each to the next by the times of the files; empty when these are not in order. */
  readonly gaps: readonly number[];
  readonly inOrder: boolean;
}

/** Each snapshot is read once; no more than three are in memory. */
async function compared(files: readonly string[]): Promise<Comparison> {
  const first = await loadSnapshot(files[0]!);
  const steps: HeapGrowth[] = [];
  const gaps: (number | null)[] = [];
  let last = first;
  for (const file of files.slice(1)) {
    const next = await loadSnapshot(file);
    requireOneNumbering(last, next, file);
    requireOrder(last, next, file);
    steps.push(heapGrowth(last.graph, next.graph));
    gaps.push(gapBetween(last, next));
    last = next;
  }
  const whole = steps.length === 1 ? steps[0]! : heapGrowth(first.graph, last.graph);
  return {
    steps,
    whole,
    first,
    last,
    gaps: gaps.every(isKnown) && gaps.every((gap) => gap > 0) ? gaps : [],
    inOrder: gaps.every((gap) => gap === null || gap >= 0),
  };
}

function requireOneNumbering(before: LoadedSnapshot, after: LoadedSnapshot, file: string): void {
  if (areNumberedAlike(before.graph, after.graph)) return;
  throw new SnapshotError(
    "snapshots-unrelated",
    `${file} numbers its objects anew, so it cannot be paired with the one before: it is of another process, or an inspector's client left in between (sawtooth, DevTools), which makes V8 forget its numbers: take both in one go with 'sawtooth snapshot take PID --again 60s', or compare by path with 'sawtooth pprof -top -cum -diff_base BEFORE AFTER'`,
  );
}

function requireOrder(before: LoadedSnapshot, after: LoadedSnapshot, file: string): void {
  if (!isOlder(after.graph, before.graph)) return;
  throw new SnapshotError(
    "snapshots-out-of-order",
    `${named(file)} is older than the one before it, by the numbers of its objects: give the oldest first`,
  );
}

function named(file: string): string {
  return file === "-" ? "standard input" : basename(file);
}

/** Seconds from one to the next by the times of the files; null where one of them is not known. */
function gapBetween(before: LoadedSnapshot, after: LoadedSnapshot): number | null {
  if (before.writtenAt === null || after.writtenAt === null) return null;
  return (after.writtenAt.getTime() - before.writtenAt.getTime()) / 1000;
}

function isKnown(gap: number | null): gap is number {
  return gap !== null;
}

function secondsBetween(
  first: LoadedSnapshot,
  last: LoadedSnapshot,
  told: string | boolean | undefined,
): number {
  if (told === undefined) return Math.max(0, Math.round(gapBetween(first, last) ?? 0));
  const seconds = Number(told);
  if (!(seconds > 0)) throw new UsageError(`--seconds ${told}: give a number above 0`);
  return seconds;
}
