import { expect, test } from "vitest";
import { ProfileFormatError, readProfile } from "#profile";
import { fuzzRun } from "./fuzz-run.ts";

// A million of them: npm run bench -- fuzz.
const runs = 4000;
const MOST_GROWTH = 200 * 2 ** 20;

test(`${runs} damaged profiles are read or refused with one line, filtered, reported on and written, in bounded memory`, async () => {
  let read = 0;
  let most = 0;
  const before = process.memoryUsage.rss();
  for (let run = 0; run < runs; run++) {
    if ((await fuzzRun(run)).wasRead) read++;
    if (run % 64 === 0) most = Math.max(most, process.memoryUsage.rss() - before);
  }
  // Most damage is fatal, some is not: both ways were gone.
  expect(read).toBeGreaterThan(runs / 20);
  expect(read).toBeLessThan(runs);
  expect(most).toBeLessThan(MOST_GROWTH);
});

test("a claim of many rows takes no memory that its bytes do not back", async () => {
  const before = process.memoryUsage.rss();
  // A packed field of 2^31 bytes, a string of 2^62, and a gzip bomb's worth of nothing.
  const claims = [
    [0x12, 0xff, 0xff, 0xff, 0xff, 0x07],
    [0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f],
    [0x12, 0x06, 0x0a, 0xff, 0xff, 0xff, 0xff, 0x07],
  ];
  for (const claim of claims) {
    await expect(readProfile(new Uint8Array(claim), 2 ** 24)).rejects.toBeInstanceOf(ProfileFormatError);
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
});
