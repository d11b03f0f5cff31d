import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compared, comparedByChance, comparedProfiles, writePair } from "./compare.ts";
import { oracle } from "./go-oracle.ts";
import { randomPair } from "./random-profile.ts";
import { randomReport } from "./random-report.ts";
import { chancyReports, comparedReports, profileReports } from "./reports.ts";

// Thousands of them: npm run bench -- differential.
const seed = 20_260_101;
const pairs = fc.sample(randomPair, { seed, numRuns: 3 });

let folder = "";
beforeAll(() => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-parity-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(oracle === null)("a random profile gives the reports of go tool pprof", () => {
  test.each(pairs.map((pair, i) => [i, pair] as const))("number %i", async (_i, pair) => {
    writePair(pair, folder);
    const random = fc.sample(randomReport, { seed, numRuns: 25 });
    for (const report of [...comparedReports, ...random]) {
      const { ours, theirs } = await compared(report, pair, folder);
      expect({ report, ...ours }).toEqual({ report, ...theirs });
    }
    for (const report of profileReports) {
      const { ours, theirs } = await comparedProfiles(report, folder);
      expect({ report, ...ours }).toEqual({ report, ...theirs });
    }
    for (const report of chancyReports) {
      const different = await comparedByChance(report, folder);
      expect(different?.ours.text, report).toBe(different?.theirs.text);
    }
  });
});
