import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ProfileBuilder, type Profile } from "#profile";
import { HeapReads } from "./heap-reads.ts";

/** A reader whose n-th profile has the period n, and that notes whether it collected. */
function reader(ms: number): { reads: HeapReads; collected: boolean[]; overlaps: () => number } {
  const collected: boolean[] = [];
  let running = 0;
  let overlaps = 0;
  const reads = new HeapReads(async (gc): Promise<Profile> => {
    if (running++ > 0) overlaps++;
    collected.push(gc);
    const period = BigInt(collected.length);
    await sleep(ms);
    running--;
    return new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }], period }).build();
  });
  return { reads, collected, overlaps: () => overlaps };
}

test("any number of readers at once share a reading, and those who want a collection the next", async () => {
  const { reads, collected, overlaps } = reader(20);
  const plain = Array.from({ length: 100 }, () => reads.take({ gc: false, fresh: false }));
  await sleep(5);
  const collecting = Array.from({ length: 100 }, () => reads.take({ gc: true, fresh: false }));
  expect(new Set((await Promise.all(plain)).map(({ period }) => period))).toEqual(new Set([1n]));
  expect(new Set((await Promise.all(collecting)).map(({ period }) => period))).toEqual(new Set([2n]));
  expect([collected, overlaps()]).toEqual([[false, true], 0]);
});

test("a reading that was begun before it was asked for is not fresh", async () => {
  const { reads, collected } = reader(20);
  const first = reads.take({ gc: false, fresh: true });
  await sleep(5);
  const second = reads.take({ gc: false, fresh: true });
  const third = reads.take({ gc: false, fresh: true });
  expect((await first).period).toBe(1n);
  expect((await second).period).toBe(2n);
  expect((await third).period).toBe(2n);
  expect(collected).toHaveLength(2);
});

test("right after a reading its profile is given again, and a failed reading is not kept", async () => {
  const { reads, collected } = reader(30);
  await reads.take({ gc: false, fresh: false });
  await reads.take({ gc: false, fresh: false });
  expect(collected).toHaveLength(1);
  let tries = 0;
  const failing = new HeapReads(async () => {
    tries++;
    throw new Error("no sampler");
  });
  await expect(failing.take({ gc: false, fresh: false })).rejects.toThrow("no sampler");
  await expect(failing.take({ gc: false, fresh: false })).rejects.toThrow("no sampler");
  expect(tries).toBe(2);
});
