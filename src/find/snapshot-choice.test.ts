import { expect, test } from "vitest";
import { capturePlan } from "#heapfile";
import { finding, unexplained } from "../../test/build/findings.ts";
import { priceOf, snapshotChoice } from "./snapshot-choice.ts";

const MIB = 2 ** 20;
const plan = (heapMib: number, freeMib: number): ReturnType<typeof capturePlan> =>
  capturePlan(heapMib * MIB, [
    { kind: "container limit", bytes: 4096 * MIB, usedBytes: (4096 - freeMib) * MIB },
  ]);
const growing = finding({ leaks: [], unexplained: { ...unexplained, kind: "heap" } });
const native = finding({ leaks: [], unexplained });
const calm = finding({ leaks: [] });

test.each([
  ["asked for, and nothing is unexplained", calm, plan(200, 3000), true],
  ["asked for, though the pause is long", growing, plan(400, 4000), true],
  ["not asked for, but needed and cheap", growing, plan(6, 1000), false],
])("they are taken when %s", (_what, seen, costs, asked) => {
  expect(snapshotChoice(seen, costs, asked)).toEqual({ take: true });
});

test.each([
  ["everything is explained", calm, plan(6, 1000)],
  ["what grows is in no snapshot", native, plan(6, 1000)],
])("without being asked for they are not taken when %s, and nothing is said", (_what, seen, costs) => {
  expect(snapshotChoice(seen, costs, false)).toEqual({ take: false, reason: null });
});

test.each([
  ["the process would stand still for more than a second", plan(9, 1000)],
  ["there is less room than twelve times the heap", plan(8, 95)],
])("without being asked for they are only offered, with their price, when %s", (_what, costs) => {
  const choice = snapshotChoice(growing, costs, false);
  expect(choice).toMatchObject({ take: false });
  expect(choice.take ? "" : choice.reason).toContain(`Run again with --snapshot`);
  expect(choice.take ? "" : choice.reason).toContain(priceOf(costs));
});

test("they are never taken when they would end the process", () => {
  const costs = plan(400, 1000);
  const choice = snapshotChoice(calm, costs, true);
  const most = Math.round(costs.extraBytes[1] / MIB);
  expect(choice.take ? "" : choice.reason).toBe(
    `Heap snapshots would most likely end the process: one needs up to ${most} MiB more memory and its container limit leaves 1000 MiB. Raise the limit, or look at an instance that has more.`,
  );
});
