import fc from "fast-check";
import { expect, test } from "vitest";
import { ProfileBuilder, type Profile } from "#profile";
import { profileTotal } from "./report.ts";
import { Weights } from "./weights.ts";

function profileOf(rows: readonly (readonly (number | bigint)[])[]): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: ["objects", "space"].map((type) => ({ type, unit: "count" })),
  });
  const location = builder.addLocation({ lines: [{ function: builder.addFunction({ name: "main" }) }] });
  // Stacks of different depth, so that no two samples are one.
  for (const [i, values] of rows.entries())
    builder.addSample(
      Array.from({ length: i + 1 }, () => location),
      values,
    );
  return builder.build();
}

const anyValue = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 3n }),
);

test("sums of values of any size are those of 64-bit integers that wrap", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyValue, anyValue, fc.nat(3)), { maxLength: 20 }), (samples) => {
      const weights = new Weights(profileOf(samples.map(([count, value]) => [count, value])), 1, true);
      // Room for one row at first: the rest is made on the way.
      const sums = weights.sums(1);
      sums.reserve(4);
      const values = [0n, 0n, 0n, 0n];
      const divisors = [0n, 0n, 0n, 0n];
      for (const [sample, [count, value, row]] of samples.entries()) {
        sums.add(row, sample);
        values[row] = BigInt.asIntN(64, values[row]! + value);
        divisors[row] = BigInt.asIntN(64, divisors[row]! + count);
      }
      for (const row of values.keys()) {
        expect(sums.at(row)).toEqual({ value: values[row], divisor: divisors[row] });
        expect(sums.isZero(row)).toBe(values[row] === 0n);
      }
    }),
  );
});

test("a total beyond 2^53 is exact, signs left out, and so is a mean", () => {
  const profile = profileOf([
    [1, 2n ** 53n + 1n],
    [2, -1n],
    [0, -(2n ** 53n)],
  ]);
  expect(profileTotal(profile, 1, false)).toBe(2n ** 54n + 2n);
  expect(profileTotal(profile, 1, true)).toBe((2n ** 54n + 2n) / 3n);
});
