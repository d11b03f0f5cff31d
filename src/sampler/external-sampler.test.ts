import { expect, test } from "vitest";
import { ExternalSampler } from "./external-sampler.ts";
import { watchExternal } from "./external-patches.ts";

const INTERVAL = 64 * 1024;

/** Park and Miller's generator: the same numbers every time. */
function seeded(): () => number {
  let state = 7;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test.each([100, 5000, 60_000, 1_000_000])("allocations of %i bytes add up to what they are", (bytes) => {
  const sampler = new ExternalSampler(INTERVAL, seeded());
  const kept: object[] = [];
  const count = Math.ceil((2000 * INTERVAL) / bytes);
  const allocate = (): void => {
    const owner = {};
    kept.push(owner);
    sampler.allocated(owner, bytes, allocate);
  };
  for (let i = 0; i < count; i++) allocate();
  const rows = sampler.rows();
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  expect(total / (count * bytes)).toBeGreaterThan(0.9);
  expect(total / (count * bytes)).toBeLessThan(1.1);
  const objects = rows.reduce((sum, row) => sum + row.objects, 0);
  expect(objects / count).toBeGreaterThan(0.9);
  expect(objects / count).toBeLessThan(1.1);
});

test("every way to make bytes is counted once, views of bytes that were there are not, and all is taken out again", () => {
  const alloc = (): unknown => Reflect.get(Buffer, "alloc");
  const before = { alloc: alloc(), Uint8Array, constructor: Uint8Array.prototype.constructor };
  const seen: number[] = [];
  const stop = watchExternal((_, bytes) => void seen.push(bytes));
  const taken = (make: () => unknown): number[] => {
    seen.length = 0;
    make();
    return [...seen];
  };
  try {
    const bytes = new ArrayBuffer(10_000);
    expect(taken(() => Buffer.alloc(9000))).toEqual([9000]);
    expect(taken(() => Buffer.from("x".repeat(9000)))).toEqual([9000]);
    expect(taken(() => Buffer.concat([Buffer.from(bytes)], 9000))).toEqual([9000]);
    expect(taken(() => new Uint16Array(4000))).toEqual([8000]);
    expect(taken(() => new ArrayBuffer(7000))).toEqual([7000]);
    expect(taken(() => structuredClone(bytes))).toEqual([10_000]);
    expect(taken(() => new Uint8Array(bytes))).toEqual([]);
    expect(taken(() => Buffer.from(bytes, 10, 20))).toEqual([]);
    expect(new Uint8Array(1).constructor).toBe(Uint8Array);
    class Own extends Uint8Array {}
    expect(new Own(3)).toBeInstanceOf(Own);
  } finally {
    stop();
  }
  expect({ alloc: alloc(), Uint8Array, constructor: Uint8Array.prototype.constructor }).toEqual(before);
});
