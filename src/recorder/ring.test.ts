import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { surplusByAge, type Aged } from "./ring.ts";

const graceMs = 60_000;

/** Takes things at these moments and drops the surplus each time; what was kept, and whether both neighbours of a gap were taken one after the other. */
function recorded(moments: readonly number[], most: number): { kept: Aged[]; atMs: number } {
  let kept: Aged[] = [];
  for (const atMs of moments) {
    kept.push({ atMs });
    const surplus = surplusByAge(kept, most, atMs, graceMs);
    kept = kept.filter((one) => !surplus.includes(one));
  }
  return { kept, atMs: moments.at(-1) ?? 0 };
}

/** Growing moments with gaps from a second to a day. */
const moments = fc
  .array(fc.oneof(fc.integer({ min: 1000, max: 60_000 }), fc.integer({ min: 1000, max: 86_400_000 })), {
    minLength: 1,
    maxLength: 400,
  })
  .map((gaps) => {
    let now = 0;
    return gaps.map((gap) => (now += gap));
  });

describe("things kept by age", () => {
  test("are never more than allowed, and the first and the newest are always among them", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 2, max: 20 }), (all, most) => {
        const { kept } = recorded(all, most);
        expect(kept.length).toBe(Math.min(most, all.length));
        expect(kept[0]?.atMs).toBe(all[0]);
        expect(kept.at(-1)?.atMs).toBe(all.at(-1));
      }),
    );
  });

  test("stay spread by the logarithm of their age, whatever the times they were taken at", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 3, max: 20 }), (all, most) => {
        const { kept, atMs } = recorded(all, most);
        const age = (one: Aged | undefined): number => atMs - (one?.atMs ?? 0) + graceMs;
        const widest = (age(kept[0]) / graceMs) ** (2 / (most - 1));
        for (const [index, older] of kept.slice(0, -1).entries()) {
          const newer = kept[index + 1];
          const isSuccessor = all.indexOf(newer?.atMs ?? -1) === all.indexOf(older.atMs) + 1;
          if (!isSuccessor) expect(age(older) / age(newer)).toBeLessThanOrEqual(widest * (1 + 1e-9));
        }
      }),
    );
  });

  test("of a month of profiles every ten minutes, sixteen reach from minutes to weeks", () => {
    const month = Array.from({ length: 4320 }, (_, index) => (index + 1) * 600_000);
    const { kept, atMs } = recorded(month, 16);
    const hours = kept.map((one) => (atMs - one.atMs) / 3_600_000);
    for (const reach of [1, 6, 24, 24 * 7]) {
      expect(hours.some((age) => age >= reach / 2.5 && age <= reach * 2.5)).toBe(true);
    }
  });

  test("come in any order and stay as they are", () => {
    const things = [{ atMs: 3000 }, { atMs: 1000 }, { atMs: 2000 }];
    expect(surplusByAge(things, 2, 3000, graceMs)).toEqual([{ atMs: 2000 }]);
    expect(things.map(({ atMs }) => atMs)).toEqual([3000, 1000, 2000]);
  });

  test("are kept whatever their times when the clock was set back", () => {
    expect(surplusByAge([{ atMs: 9000 }, { atMs: 10_000 }], 16, 5000, graceMs)).toEqual([]);
    expect(surplusByAge([{ atMs: 9000 }, { atMs: 9500 }, { atMs: 10_000 }], 2, 5000, graceMs)).toHaveLength(
      1,
    );
  });
});
