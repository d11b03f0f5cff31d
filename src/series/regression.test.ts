import fc from "fast-check";
import { expect, test } from "vitest";
import { normal, randomNumbers } from "./random.ts";
import { regress } from "./regression.ts";

const times = Array.from({ length: 60 }, (_, index) => index / 60);

test("a line without noise is found exactly", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (a, b) => {
        const fit = regress(
          [times.map(() => 1), times],
          times.map((t) => a + b * t),
        );
        expect(fit?.coefficients[0]).toBeCloseTo(a, 3);
        expect(fit?.coefficients[1]).toBeCloseTo(b, 3);
      },
    ),
  );
});

test("wild points move the line by little", () => {
  const values = times.map((t, index) => (index % 10 === 3 ? 1000 : 5 + 2 * t + Math.sin(index * 7) / 20));
  expect(regress([times.map(() => 1), times], values)?.coefficients[1]).toBeCloseTo(2, 0);
});

test("the stated error holds the true slope about as often as it says, for independent noise", () => {
  const random = randomNumbers(11);
  let held = 0;
  for (let run = 0; run < 300; run++) {
    const fit = regress(
      [times.map(() => 1), times],
      times.map((t) => 3 * t + normal(random)),
    )!;
    if (Math.abs(fit.coefficients[1]! - 3) < 2 * fit.errors[1]!) held++;
  }
  expect(held / 300).toBeGreaterThan(0.9);
});

test("noise that wanders counts as fewer points than noise that does not", () => {
  const random = randomNumbers(5);
  let level = 0;
  const wandering = times.map(() => (level = 0.95 * level + normal(random)));
  const independent = times.map(() => normal(random));
  const pointsOf = (values: number[]) => regress([times.map(() => 1), times], values)!.independent;
  expect(pointsOf(wandering)).toBeLessThan(pointsOf(independent) / 2);
});

test("columns that say the same determine nothing", () => {
  expect(regress([times, times], times)).toBeNull();
  expect(
    regress(
      [
        [1, 1],
        [0, 1],
      ],
      [1, 2],
    ),
  ).toBeNull();
});
