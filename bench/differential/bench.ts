/**
 * Reports of random profiles beside those of `go tool pprof`, as test/parity/differential.test.ts but of many more.
 *
 *     npm run bench -- differential
 *         --profiles 2000              so many, from
 *         --seed 1                     this seed
 *         --reports 20                 reports of each, half of them random command lines, others for each; the whole
 *                                      list with 0
 *         --show 5                     differences to show
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import {
  compared,
  comparedByChance,
  comparedProfiles,
  writePair,
  type Comparison,
  type Said,
} from "../../test/parity/compare.ts";
import { oracle } from "../../test/parity/go-oracle.ts";
import { randomPair, type ProfilePair } from "../../test/parity/random-profile.ts";
import { randomReport } from "../../test/parity/random-report.ts";
import { chancyReports, comparedReports, profileReports } from "../../test/parity/reports.ts";

const { values: flags } = parseArgs({
  options: {
    profiles: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    reports: { type: "string", default: "20" },
    show: { type: "string", default: "5" },
  },
});
if (oracle === null) process.exit(2);
process.env["TZ"] = "UTC";

const most = Math.ceil(Number(flags.reports) / 2);
let reports = 0;
/** Differences where Go itself says now this, now that. */
let chances = 0;
const different: (Comparison & { readonly number: number })[] = [];
const folder = mkdtempSync(join(tmpdir(), "sawtooth-differential-"));
try {
  const pairs = fc.sample(randomPair, { seed: Number(flags.seed), numRuns: Number(flags.profiles) });
  for (const [number, pair] of pairs.entries()) {
    writePair(pair, folder);
    for (const comparison of await comparisons(pair, number)) {
      reports++;
      if (JSON.stringify(comparison.ours) === JSON.stringify(comparison.theirs)) continue;
      if (await isChance(comparison)) {
        chances++;
        continue;
      }
      different.push({ ...comparison, number });
      if (different.length <= Number(flags.show)) show(comparison, number);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(
  `${flags.profiles} profiles, ${reports} reports, ${different.length} different from Go's, and ${chances} where Go differs from itself`,
);
for (const { report, number } of different.slice(Number(flags.show), 60))
  console.log(`  ${number} ${report}`);
process.exitCode = different.length > 0 ? 1 : 0;

async function comparisons(pair: ProfilePair, number: number): Promise<Comparison[]> {
  const found: Comparison[] = [];
  const random = fc.sample(randomReport, { seed: Number(flags.seed) + number, numRuns: most });
  for (const report of [...some(comparedReports, number), ...random])
    found.push(await compared(report, pair, folder));
  for (const report of most === 0 ? profileReports : [profileReports[number % profileReports.length]!])
    found.push(await comparedProfiles(report, folder));
  // Each is asked for up to sixteen times.
  for (const report of number % 10 === 0 ? chancyReports : []) {
    const comparison = await comparedByChance(report, folder);
    if (comparison !== null) found.push(comparison);
  }
  return found;
}

async function isChance({ report, ours, theirs }: Comparison): Promise<boolean> {
  const saidAlike =
    ours.exitCode === theirs.exitCode && JSON.stringify(ours.notes) === JSON.stringify(theirs.notes);
  return saidAlike && (await comparedByChance(report, folder)) === null;
}

/** Some of a list, others for each number. */
function some(items: readonly string[], number: number): readonly string[] {
  if (most === 0 || most >= items.length) return items;
  const start = (number * most) % items.length;
  return [...items, ...items].slice(start, start + most);
}

function linesOf({ text, notes, exitCode }: Said): string[] {
  return [`exit code ${exitCode}`, ...notes, ...text.split("\n")];
}

/** The lines that only one of the two has. */
function show({ report, ours, theirs }: Comparison, number: number): void {
  console.log(`\n== profile ${number} of seed ${flags.seed}: ${report}`);
  const [mine, gos] = [linesOf(ours), linesOf(theirs)];
  const counts = (lines: readonly string[]): Map<string, number> =>
    lines.reduce((all, line) => all.set(line, (all.get(line) ?? 0) + 1), new Map<string, number>());
  const [inMine, inGos] = [counts(mine), counts(gos)];
  const only = (lines: string[], others: Map<string, number>, own: Map<string, number>): string[] =>
    lines.filter((line) => (others.get(line) ?? 0) !== own.get(line)).slice(0, 12);
  for (const line of only(gos, inMine, inGos)) console.log(`  go    ${line}`);
  for (const line of only(mine, inGos, inMine)) console.log(`  ours  ${line}`);
  if (only(gos, inMine, inGos).length === 0) console.log("  the same lines in another order");
}
