import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeProfile, encodeProfile } from "#profile";
import { oracle } from "./go-oracle.ts";
import { randomPair, type ProfilePair } from "./random-profile.ts";
import { chancyReports, comparedReports } from "./reports.ts";
import { runReport } from "./run-report.ts";

/** More of them, from another seed: `SAWTOOTH_PROFILES=200 SAWTOOTH_SEED=7`. */
const numRuns = Number(process.env["SAWTOOTH_PROFILES"] ?? 3);
const seed = Number(process.env["SAWTOOTH_SEED"] ?? 20_260_101);

/** How often Go may say something else before it counts as different from us, if it was always the same. */
const CHANCES = 16;

let folder = "";
beforeAll(() => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-parity-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines of notes; Go writes those about units in no particular order. */
function notes(stderr: string): string[] {
  return stderr.split("\n").toSorted();
}

/**
 * Go leaves the order of edges to chance whose weights differ only by their sign: with negative values the lines of
 * reports with edges are compared in any order.
 */
function comparable(text: string, report: string, { source }: ProfilePair): string {
  const isSigned = report.includes("base") || source.samples.values.hi.some((high) => high < 0);
  const hasEdges = /^-(?:tree|peek|dot|callgrind)/u.test(report);
  return isSigned && hasEdges ? text.split("\n").toSorted().join("\n") : text;
}

function goReport(args: readonly string[]): { stdout: Buffer; stderr: string; exitCode: number | null } {
  const env = { ...process.env, TZ: "UTC", PPROF_BINARY_PATH: "/nowhere" };
  const { stdout, stderr, status } = spawnSync(oracle!, args, { cwd: folder, env });
  return { stdout, stderr: stderr.toString("utf8"), exitCode: status };
}

/** What a profile says, whatever the order of its tables and the level it was packed with. */
function said(bytes: Uint8Array): string {
  writeFileSync(join(folder, "said.pb.gz"), bytes);
  return execFileSync(oracle!, ["-raw", "-symbolize=none", "said.pb.gz"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const pairs = fc.sample(randomPair, { seed, numRuns });

describe.skipIf(oracle === null)("a random profile gives the reports of go tool pprof", () => {
  test.each(pairs.map((pair, i) => [i, pair] as const))("number %i", async (_i, pair) => {
    const { source, base } = pair;
    writeFileSync(join(folder, "random.pb.gz"), gzipSync(encodeProfile(source)));
    writeFileSync(join(folder, "base.pb.gz"), gzipSync(encodeProfile(base)));
    for (const report of comparedReports) {
      const args = ["-symbolize=none", ...report.split(" "), "random.pb.gz"];
      const theirs = goReport(args);
      const ours = await runReport(args, folder);
      expect(
        {
          report,
          text: comparable(ours.stdout, report, pair),
          notes: notes(ours.stderr),
          exitCode: ours.exitCode,
        },
        `seed ${seed}`,
      ).toEqual({
        report,
        text: comparable(theirs.stdout.toString("utf8"), report, pair),
        notes: notes(theirs.stderr),
        exitCode: theirs.exitCode,
      });
    }
    for (const report of chancyReports) {
      const args = ["-symbolize=none", ...report.split(" "), "random.pb.gz"];
      const ours = await runReport(args, folder);
      const theirs = new Set<string>();
      for (let run = 0; run < CHANCES && !theirs.has(ours.stdout); run++)
        theirs.add(goReport(args).stdout.toString("utf8"));
      if (theirs.has(ours.stdout) || theirs.size > 1) continue;
      expect({ report, text: ours.stdout }, `seed ${seed}`).toEqual({ report, text: [...theirs][0] });
    }
    for (const report of ["-proto -focus=main", "-topproto -lines"]) {
      const args = ["-symbolize=none", ...report.split(" "), "random.pb.gz"];
      const ours = await runReport(args, folder);
      expect(decodeProfile(gunzipSync(ours.bytes)).sampleTypes).not.toEqual([]);
      expect(said(ours.bytes), `seed ${seed}`).toBe(said(goReport(args).stdout));
    }
  });
});
