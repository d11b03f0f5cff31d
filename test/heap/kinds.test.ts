import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildGraph, heapGrowth, SnapshotReader, type Graph, type HeapGrowth } from "#snapshot";
import { locatedHolders } from "#find";
import { findingOfSnapshots, judgedHolders, type Finding } from "#verdict";
import { root, targetNodes, type NodeBinary } from "../e2e/nodes.ts";
import { healthyKinds, leakKinds, prunedKinds, type LeakKind } from "./kinds.ts";

const LIMIT_MS = 240_000;
const AT_A_TIME = 2;
const program = join(root, "test", "programs", "heap", "take-snapshots.mjs");

/** What a comparison of the snapshots before and after one kind said. */
interface Outcome {
  readonly finding: Finding;
  readonly growth: HeapGrowth;
  /** The finding with lines, of kinds whose lines are known. */
  readonly located: Promise<Finding> | null;
}

for (const node of targetNodes()) {
  if (node.file === null) {
    test.skip(`kinds of leaks on Node ${node.major}: no such node in .nodes, run scripts/nodes.mjs`);
  } else describe(`kinds of leaks in heap snapshots of Node ${node.major}`, () => suite(node));
}

function suite(node: NodeBinary): void {
  const outcomes = new Map<string, Outcome>();
  const leaks = Object.values(leakKinds).flat();
  const withLines = new Set([
    ...leaks.filter(({ lines }) => lines !== undefined).map(({ kind }) => kind),
    ...prunedKinds.map(([kind]) => kind),
  ]);
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sawtooth-kinds-"));
    const families: [string, readonly string[]][] = Object.entries(leakKinds).map(([family, ofFamily]) => [
      family,
      ofFamily.map(({ kind }) => kind),
    ]);
    families.push(["healthy.cjs", healthyKinds], ["pruned.mjs", prunedKinds.map(([kind]) => kind)]);
    const queue = families.values();
    const work = async (): Promise<void> => {
      for (const [family, kinds] of queue) {
        await compareAll(node.file, join(folder, `${family}-`), family, kinds, outcomes, withLines);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  }, LIMIT_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.for(leaks.map((leak) => [leak.kind, leak] as const))(
    "%s: the right holder comes first",
    ([kind, leak]) => {
      const { finding } = outcomes.get(kind)!;
      expect(faults(finding, leak)).toEqual([]);
    },
  );

  test.for(leaks.filter(({ lines }) => lines !== undefined).map((leak) => [leak.kind, leak] as const))(
    "%s: the lines that declare and that add are told",
    async ([kind, { lines }]) => {
      const [leak] = (await outcomes.get(kind)!.located!).leaks;
      const declared = leak!.holder!.excerpt;
      expect(declared?.slice(0, lines!.declares.length)).toBe(lines!.declares);
      const added = leak!.site!.excerpt;
      expect(added?.slice(0, lines!.adds.length)).toBe(lines!.adds);
    },
  );

  test.for(leaks.map(({ kind }) => kind))(
    "%s: what is booked is the growth of the heap, to the byte",
    (kind) => {
      const { growth } = outcomes.get(kind)!;
      expect(growth.booked).toBe(growth.bytesAfter - growth.bytesBefore);
    },
  );

  test.for(prunedKinds)(
    "%s: growth is a leak only where nothing that takes out may come yet",
    async ([kind, said]) => {
      const { leaks: found, notes } = (await outcomes.get(kind)!.located)!;
      if (said === null) expect(found).toHaveLength(1);
      else {
        expect(found.map(({ holder }) => holder?.path)).toEqual([]);
        expect(notes.join("\n")).toMatch(new RegExp(said, "mu"));
      }
    },
  );

  test.for(healthyKinds)("%s: nothing is reported", (kind) => {
    const { finding } = outcomes.get(kind)!;
    expect(finding.leaks.map(({ holder, entries }) => [holder?.path, entries])).toEqual([]);
  });
}

/** What is wrong with the first leak of a finding; nothing when it is the one that was planted. */
function faults({ leaks }: Finding, truth: LeakKind): string[] {
  const [first] = leaks;
  if (first?.holder == null) return ["nothing was reported"];
  const { holder, entries } = first;
  const wrong: string[] = [];
  if (!truth.path.test(holder.path)) wrong.push(`path ${holder.path}, not ${truth.path}`);
  if (!truth.kinds.includes(holder.kind)) wrong.push(`kind ${holder.kind}, not ${truth.kinds.join(" or ")}`);
  const gained = entries === null ? null : entries.after - entries.before;
  if (truth.entries !== "any" && gained !== truth.entries)
    wrong.push(`${gained} entries gained, not ${truth.entries}`);
  return wrong;
}

/** Runs a family of kinds and compares each snapshot with the one before as soon as it is written. */
async function compareAll(
  node: string,
  prefix: string,
  family: string,
  kinds: readonly string[],
  outcomes: Map<string, Outcome>,
  withLines: ReadonlySet<string>,
): Promise<void> {
  const folder = await mkdtemp(prefix);
  const child = spawn(node, ["--expose-gc", "--no-warnings", program, folder, family, ...kinds], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const files: string[] = [];
  let wake = (): void => {};
  child.on("message", (file: string) => {
    files.push(file);
    wake();
  });
  child.once("close", () => wake());
  let before: Graph | null = null;
  for (const kind of ["start", ...kinds]) {
    while (files.length === 0 && child.connected) await new Promise<void>((resolve) => (wake = resolve));
    const file = files.shift();
    if (file === undefined)
      throw new Error(`${family} ended with ${await ended} before its snapshot of ${kind}`);
    const after = await graphOf(file);
    await rm(file);
    if (before !== null) outcomes.set(kind, compared(before, after, withLines.has(kind)));
    before = after;
  }
  await ended;
}

async function graphOf(file: string): Promise<Graph> {
  const reader = new SnapshotReader();
  reader.push(await readFile(file));
  return buildGraph(reader.finish());
}

function compared(before: Graph, after: Graph, withLines: boolean): Outcome {
  const growth = heapGrowth(before, after);
  const series = {
    names: ["before", "after"],
    startedAt: new Date(0),
    seconds: 60,
    gaps: [],
    steps: [growth],
    whole: growth,
    counts: { functions: 0, objects: 0, collections: 0 },
    notes: [],
  };
  const finding = findingOfSnapshots(series);
  const growing = judgedHolders(series).leaking;
  const asked = { growing, first: before, last: after, since: new Date(), cwd: root };
  return { finding, growth, located: withLines ? locatedHolders(finding, asked) : null };
}
