import { expect, test } from "vitest";
import { Slices } from "./slices.ts";

/** Works for so long, by the clock and by the processor: waiting for a processor is no work. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  const before = process.cpuUsage();
  const worked = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  while (performance.now() < end || worked() < ms);
}

function* chores(count: number, ms: number, log: string[] = []): Generator<void> {
  for (let i = 0; i < count; i++) {
    busy(ms);
    log.push("chore");
    yield;
  }
}

test("long work gives the loop back between slices, so that the program goes on meanwhile", async () => {
  const log: string[] = [];
  const program = setInterval(() => log.push("program"), 1);
  await new Slices(5).run(chores(60, 1, log));
  clearInterval(program);
  const switches = log.filter((entry, index) => index > 0 && entry !== log[index - 1]).length;
  expect(log.filter((entry) => entry === "chore")).toHaveLength(60);
  expect(switches).toBeGreaterThan(4);
});

test("short work is done at once", async () => {
  const log: string[] = [];
  setImmediate(() => log.push("program"));
  const done = new Slices(1000).run(chores(3, 0, log));
  expect(log).toEqual(["chore", "chore", "chore"]);
  await done;
});

test("an error in the work reaches the caller", async () => {
  function* failing(): Generator<void> {
    yield;
    throw new RangeError("broken");
  }
  const slices = new Slices(5);
  await expect(slices.run(failing())).rejects.toThrow("broken");
  expect(() => slices.whole(() => failing().next() && JSON.parse("{"))).toThrow(SyntaxError);
});

test("time spent adds up, and the longest stretch is the longest", async () => {
  const slices = new Slices(5);
  expect(slices.cost).toEqual({ busyMs: 0, longestMs: 0 });
  expect(slices.whole(() => (busy(20), "result"))).toBe("result");
  const { longestMs } = slices.cost;
  expect(longestMs).toBeGreaterThanOrEqual(20);
  await slices.run(chores(10, 1));
  expect(slices.cost.busyMs).toBeGreaterThanOrEqual(30);
  expect(slices.cost.longestMs).toBeGreaterThanOrEqual(longestMs);
});
