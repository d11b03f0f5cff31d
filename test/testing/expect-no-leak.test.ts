import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { BoundedMap } from "../../src/bounded/index.ts";
import { expectNoLeak, leakMatchers, LeakError } from "../../src/testing/index.ts";

async function refused(scenario: () => unknown, options = {}): Promise<LeakError> {
  try {
    await expectNoLeak(scenario, { explain: false, ...options });
  } catch (error) {
    if (error instanceof LeakError) return error;
    throw error;
  }
  throw new Error("it passed");
}

describe("a scenario that leaks", () => {
  const leaks: readonly [string, () => () => unknown, RegExp][] = [
    [
      "entries of a Map",
      () => {
        const map = new Map<string, object>();
        let n = 0;
        return () => map.set(`id${n++}`, {});
      },
      /a Map of \d+ entries gains 1\.00 each \(newest: string of \d+\)/,
    ],
    [
      "numbers of 8 bytes",
      () => {
        const list: number[] = [];
        return () => list.push(Math.random());
      },
      /an? Array of \d+ entries gains 1\.00 each \(newest: number\)/,
    ],
    [
      "listeners",
      () => {
        const emitter = new EventEmitter().setMaxListeners(0);
        return () => emitter.on("x", () => emitter);
      },
      /Array of \d+ entries gains 1\.00/,
    ],
    [
      "a counter by address",
      () => {
        const hits: Record<string, number> = {};
        let n = 0;
        return () => void (hits[`10.0.0.${n++}`] = 1);
      },
      /a dictionary of \d+ entries gains 1\.00 each \(newest: string of \d+\)/,
    ],
    ["timers", () => () => void setTimeout(() => {}, 1e8).unref(), /1\.00 more of class Timeout/],
    [
      "every tenth time",
      () => {
        const map = new Map<number, number>();
        let n = 0;
        return () => void (n++ % 10 === 0 && map.set(n, n));
      },
      /gains 0\.10 each/,
    ],
    [
      "after an await",
      () => {
        const set = new Set<object>();
        return async () => {
          await Promise.resolve();
          set.add({});
        };
      },
      /a Set of \d+ entries gains 1\.00/,
    ],
    [
      "text that gets longer",
      () => {
        let text = "";
        return () => void (text += "abcdefgh01234567");
      },
      /something grows by 32\.\d B per iteration/,
    ],
  ];
  test.for(leaks)("%s", async ([, make, says]) => {
    expect((await refused(make())).message).toMatch(says);
  });
});

describe("a scenario that does not", () => {
  const clean: readonly [string, () => () => unknown][] = [
    ["nothing", () => () => {}],
    ["garbage", () => () => Array.from({ length: 100 }, (_, i) => ({ i }))],
    [
      "a session that ends",
      () => {
        const map = new Map<number, object>();
        let n = 0;
        return () => {
          map.set(n, {});
          map.delete(n++);
        };
      },
    ],
    [
      "a cache at its limit",
      () => {
        const map = new BoundedMap<number, object>({ max: 100 });
        let n = 0;
        return () => void map.set(n++, {});
      },
    ],
    [
      "clean-up that comes late",
      () => {
        const map = new Map<number, object>();
        let n = 0;
        return () => {
          const id = n++;
          map.set(id, {});
          setTimeout(() => map.delete(id), 40);
        };
      },
    ],
  ];
  test.for(clean)("%s", async ([, make]) => {
    const report = await expectNoLeak(make());
    expect(report.power).toMatch(/^no leak of \d+ B or more per iteration \(99 %\)$/);
    expect(report.iterations).toBeGreaterThan(200);
  });

  test("a bounded map that is still filling passes, and is told", async () => {
    const map = new BoundedMap<string, object>({ max: 1_000_000, name: "sessions" });
    let n = 0;
    const { notes } = await expectNoLeak(() => void map.set(`id${n++}`, {}));
    expect(notes).toEqual([expect.stringMatching(/^sessions is still filling: \d+ of 1000000 entries$/)]);
  });
});

test("what is allowed to grow may grow", async () => {
  class Known {
    readonly at = 1;
  }
  const held: { first: Known | null; rest: object | null } = { first: null, rest: null };
  const grow = (): void => {
    held.rest = { known: (held.first = new Known()), rest: held.rest };
  };
  await expectNoLeak(grow, { allow: [/^(?:Known|Object)$/], minLeak: 1000 });
});

test("a scenario that throws fails with its own error", async () => {
  await expect(
    expectNoLeak(() => {
      throw new RangeError("its own");
    }),
  ).rejects.toThrow(RangeError);
});

test("the finding names the holder and the line, found while the scenario goes on", async () => {
  const sessionsOfTest = new Map<string, object>();
  (globalThis as Record<string, unknown>)["sessionsOfTest"] = sessionsOfTest;
  let n = 0;
  const error = await refused(() => void sessionsOfTest.set(`id${n++}`, {}), { explain: true });
  delete (globalThis as Record<string, unknown>)["sessionsOfTest"];
  expect(error.finding?.leaks[0]?.holder?.name).toBe("sessionsOfTest");
  expect(error.message).toMatch(/LEAK .*sessionsOfTest/);
});

test("the matchers say the same", async () => {
  const list: number[] = [];
  const leak = await leakMatchers.toLeaveNothing(() => list.push(1.5), { explain: false });
  expect(leak.pass).toBe(false);
  expect(leak.message()).toMatch(/Array of \d+ entries gains 1\.00/);
  expect((await leakMatchers.toLeaveNothing(() => 1)).pass).toBe(true);
  await expect(leakMatchers.toLeaveNothing(3)).rejects.toThrow(/give it the function/);
});
