import { expect, test } from "vitest";
import { finding, holder, mapLeak, unexplained } from "../../test/build/findings.ts";
import type { Leak, Unexplained } from "./finding.ts";
import { joinSnapshots, type SnapshotAnswer } from "./join-snapshots.ts";

const MIB = 2 ** 20;
const hidden: Leak = {
  ...mapLeak,
  holder: { ...holder, name: "collected", path: "collected", scope: "suspended collect()" },
  forecast: null,
  bytes: { retained: 8 * MIB, perEntry: 1024, perHour: 720 * MIB },
};
const heap: Unexplained = { ...unexplained, kind: "heap", bytes: 12 * MIB };

function answer(parts: Partial<SnapshotAnswer> = {}): SnapshotAnswer {
  const leaks = [{ leak: hidden, coHolders: [] }];
  return { leaks, grown: 12 * MIB, seconds: 60, pausesMs: [300, 400], healthy: [], notes: [], ...parts };
}

const names = (leaks: readonly Leak[]): (string | undefined)[] => leaks.map((leak) => leak.holder?.name);

test("a leak that only snapshots show is told with its forecast, and explains what was unexplained", () => {
  const joined = joinSnapshots(finding({ unexplained: heap }), answer());
  expect(names(joined.leaks)).toEqual(["collected", "sessions"]);
  expect(joined.leaks[0]!.forecast).toMatchObject({ limit: "heap limit" });
  expect(joined.unexplained).toBeNull();
});

test("what they cost the target is counted", () => {
  expect(joinSnapshots(finding(), answer()).evidence).toMatchObject({ cpuMs: 1612, longestPauseMs: 400 });
});

test("a leak that was counted is not told twice, under its own name or that of what holds the same", () => {
  const again = { leak: { ...hidden, holder }, coHolders: [] };
  const beside = { leak: hidden, coHolders: [{ ...holder, file: null }] };
  expect(names(joinSnapshots(finding(), answer({ leaks: [again, beside] })).leaks)).toEqual(["sessions"]);
});

test("what was counted and found healthy is none, whatever two snapshots say", () => {
  const { leaks } = joinSnapshots(finding({ leaks: [] }), answer({ healthy: [hidden.holder!] }));
  expect(leaks).toEqual([]);
});

test("growth that they do not hold either is native code's, and growth that nothing keeps is told as that", () => {
  const nothing = { leaks: [] };
  const after = (grown: number): Unexplained | null =>
    joinSnapshots(finding({ leaks: [], unexplained: heap }), answer({ ...nothing, grown })).unexplained;
  expect(after(MIB)!.next[0]).toMatch(/do not show it either/u);
  expect(after(12 * MIB)!.meaning).toMatch(/nothing in them kept growing/u);
});

test("native growth stays unexplained, as no snapshot has it", () => {
  expect(joinSnapshots(finding({ unexplained }), answer()).unexplained).toEqual(unexplained);
});
