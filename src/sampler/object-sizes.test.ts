import fc from "fast-check";
import { expect, test } from "vitest";
import { ObjectSizes } from "./object-sizes.ts";
import { DEFAULT_INTERVAL } from "./sampler-options.ts";

/** V8's weight of a sample, SamplingHeapProfiler::ScaleSample. */
function weight(size: number, intervalBytes: number): number {
  return size * Math.floor(1 / (1 - Math.exp(-size / intervalBytes)) + 0.5);
}

test("a sample's objects are near the true number, whatever their size", () => {
  const sizes = new ObjectSizes(DEFAULT_INTERVAL);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1_000_000 }), (words) => {
      const size = words * 8;
      const objects = weight(size, DEFAULT_INTERVAL) / size;
      const found = sizes.objects(weight(size, DEFAULT_INTERVAL));
      expect(found).toBeGreaterThanOrEqual(1);
      // The weight is the interval and little more, so it cannot tell sizes apart that divide it.
      if (size > 4 * DEFAULT_INTERVAL) expect(found).toBe(objects);
    }),
  );
});

test("the default interval tells common sizes better than a power of two does", () => {
  const error = (intervalBytes: number): number => {
    const sizes = new ObjectSizes(intervalBytes);
    let sum = 0;
    for (let size = 16; size <= 512; size += 8) {
      const bytes = weight(size, intervalBytes);
      sum += Math.abs(Math.log((sizes.objects(bytes) * size) / bytes));
    }
    return sum;
  };
  expect(error(DEFAULT_INTERVAL)).toBeLessThan(error(524_288));
});

test("a weight that no size leads to stands for one object", () => {
  expect(new ObjectSizes(1000).objects(7)).toBe(1);
});
