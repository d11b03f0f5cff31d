import { expect, test } from "vitest";
import { capturePlan } from "./capture-plan.ts";

const MB = 2 ** 20;
const container = (freeMegabytes: number) =>
  ({ kind: "container limit", bytes: 4096 * MB, usedBytes: (4096 - freeMegabytes) * MB }) as const;
const machine = { kind: "machine memory", bytes: 64_000 * MB, usedBytes: 8000 * MB } as const;
const heap = { kind: "heap limit", bytes: 100 * MB, usedBytes: 99 * MB } as const;

test("a small heap with room is cheap", () => {
  expect(capturePlan(10 * MB, [heap, machine, container(2000)])).toMatchObject({
    verdict: "cheap",
    tightest: container(2000),
  });
});

test("a pause that is felt needs consent, whatever memory there is", () => {
  const plan = capturePlan(500 * MB, [machine]);
  expect(plan.verdict).toBe("needs-consent");
  expect(plan.pauseMs[0]).toBeGreaterThan(20_000);
  expect(plan.pauseMs[1]).toBeLessThan(90_000);
});

test("a heap whose graph may not fit needs consent, one whose graph cannot is refused", () => {
  expect(capturePlan(10 * MB, [machine, container(80)]).verdict).toBe("needs-consent");
  expect(capturePlan(10 * MB, [machine, container(50)]).verdict).toBe("too-dangerous");
  expect(capturePlan(10 * MB, [{ ...container(0), usedBytes: 5000 * MB }]).verdict).toBe("too-dangerous");
});

test("V8's own limit does not count, as the graph is made outside its heap", () => {
  expect(capturePlan((99 * MB) / 10, [heap]).tightest).toBe(null);
});
