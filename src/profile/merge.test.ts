import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { difference, merge } from "./merge.ts";
import type { Profile } from "./model.ts";
import { ProfileBuilder, type LabelRow } from "./profile-builder.ts";
import { total } from "./sample-type.ts";
import { scale } from "./scale.ts";

const SPACE = { sampleTypes: [{ type: "space", unit: "bytes" }] };

function oneSample(
  value: number | bigint,
  address = 0x2010,
  start = 0x2000,
  labels: LabelRow[] = [],
): Profile {
  const builder = new ProfileBuilder({
    ...SPACE,
    timeNanos: BigInt(start),
    durationNanos: 5n,
    comments: ["a"],
  });
  const mapping = builder.addMapping({ start, limit: start + 0x1800, buildId: "b1" });
  const lines = [{ function: builder.addFunction({ name: "main.keep", file: "main.go" }), line: 3 }];
  builder.addSample([builder.addLocation({ mapping, address, lines })], [value], labels);
  return builder.build();
}

const values = ({ samples }: Profile): bigint[] =>
  Array.from(samples.values.lo, (_, row) => samples.values.bigint(row));

describe("merge", () => {
  test("equal stacks of processes loaded at other addresses add up", () => {
    const merged = merge([oneSample(3), oneSample(4, 0x7f10, 0x7f00)]);
    expect(values(merged)).toEqual([7n]);
    expect(merged.locations.addresses.bigint(0)).toBe(0x2010n);
  });

  test("sums are exact beyond 2^53 and wrap at 64 bits as in Go", () => {
    expect(values(merge([oneSample(2n ** 53n), oneSample(1n)]))).toEqual([9007199254740993n]);
    expect(values(merge([oneSample(2n ** 63n - 1n), oneSample(1n)]))).toEqual([-(2n ** 63n)]);
  });

  test("labels keep samples apart, whatever their order", () => {
    const a = { key: "request", text: "x" };
    const b = { key: "bytes", number: 8, unit: "bytes" };
    const merged = merge([
      oneSample(1, 0x2010, 0x2000, [a, b]),
      oneSample(2, 0x2010, 0x2000, [b, a]),
      oneSample(4, 0x2010, 0x2000, [a]),
      oneSample(8),
    ]);
    expect(values(merged)).toEqual([3n, 4n, 8n]);
  });

  test("the header has the earliest time, all durations and each comment once", () => {
    const { timeNanos, durationNanos, comments } = merge([oneSample(1, 0x9010, 0x9000), oneSample(1)]);
    expect({ timeNanos, durationNanos, comments }).toEqual({
      timeNanos: 0x2000n,
      durationNanos: 10n,
      comments: ["a"],
    });
  });

  test("profiles of other kinds are refused with both kinds named", () => {
    const other = new ProfileBuilder({ sampleTypes: [{ type: "cpu", unit: "ns" }] }).build();
    expect(() => merge([oneSample(1), other])).toThrow(
      "profiles of different kinds: / space/bytes and / cpu/ns",
    );
    expect(() => merge([])).toThrow("no profiles to merge");
  });
});

describe("difference", () => {
  test("a profile less itself is empty", () => {
    const nothing = difference(oneSample(5), oneSample(5));
    expect([nothing.samples.count, nothing.locations.count]).toEqual([0, 0]);
  });

  test("totals subtract", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), fc.maxSafeInteger(), (before, after) => {
        const change = difference(oneSample(before), oneSample(after));
        expect(total(change, 0)).toBe(BigInt(after) - before);
      }),
    );
  });
});

describe("scale", () => {
  test("-1 negates every 64-bit integer", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(values(scale(oneSample(value), -1))).toEqual([BigInt.asIntN(64, -value)]);
      }),
    );
  });

  test("halves are rounded away from zero", () => {
    expect([5, -5, 3].map((value) => values(scale(oneSample(value), 0.5))[0])).toEqual([3n, -3n, 2n]);
  });

  test("one ratio is needed for each sample type, and a finite one", () => {
    expect(() => scale(oneSample(1), [1, 2])).toThrow("2 ratios for 1 sample types");
    expect(() => scale(oneSample(1), Number.NaN)).toThrow("the ratio NaN: give a finite number");
  });
});
