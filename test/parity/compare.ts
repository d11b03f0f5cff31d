import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { decodeProfile, encodeProfile } from "#profile";
import { oracle } from "./go-oracle.ts";
import type { ProfilePair } from "./random-profile.ts";
import { runReport } from "./run-report.ts";

/** What one program said to a command line. */
export interface Said {
  readonly text: string;
  /** Lines of notes; Go writes those about units in no particular order. */
  readonly notes: readonly string[];
  readonly exitCode: number | null;
}

/** What we and Go said to the same command line; equal, or there is a fault. */
export interface Comparison {
  readonly report: string;
  readonly ours: Said;
  readonly theirs: Said;
}

/** Writes a pair of profiles to where command lines name them: `random.pb.gz` and `base.pb.gz` of a folder. */
export function writePair({ source, base }: ProfilePair, folder: string): void {
  writeFileSync(join(folder, "random.pb.gz"), gzipSync(encodeProfile(source)));
  writeFileSync(join(folder, "base.pb.gz"), gzipSync(encodeProfile(base)));
}

/** The arguments for a report; one that names its profiles itself gets none added. */
function argumentsOf(report: string): string[] {
  const words = report.split(" ");
  const isNamed = words.some((word) => !word.startsWith("-"));
  return ["-symbolize=none", ...words, ...(isNamed ? [] : ["random.pb.gz"])];
}

/** How often Go is asked again when it says something else than we do. */
const CHANCES = 64;

/**
 * A report of a pair that was written, by both. Where Go leaves something to chance (edges of one weight between nodes
 * of one name, say) it is asked until it says what we say; an answer it never gives is a difference.
 */
export async function compared(report: string, pair: ProfilePair, folder: string): Promise<Comparison> {
  const args = argumentsOf(report);
  const said = (text: string, stderr: string, exitCode: number | null): Said => ({
    text: comparable(text, report, pair),
    notes: stderr.split("\n").toSorted(),
    exitCode,
  });
  const run = await runReport(args, folder);
  const ours = said(run.stdout, run.stderr, run.exitCode);
  let theirs: Said;
  let asked = 0;
  do {
    const go = goReport(args, folder);
    theirs = said(go.stdout.toString("utf8"), go.stderr, go.exitCode);
  } while (!isDeepStrictEqual(ours, theirs) && ++asked < CHANCES);
  return { report, ours, theirs };
}

/** A report that Go leaves to chance whole: equal if Go says it now and then, or says more than one thing. */
export async function comparedByChance(report: string, folder: string): Promise<Comparison | null> {
  const args = argumentsOf(report);
  const { stdout } = await runReport(args, folder);
  const theirs = new Set<string>();
  for (let run = 0; run < CHANCES && !theirs.has(stdout); run++)
    theirs.add(goReport(args, folder).stdout.toString("utf8"));
  if (theirs.has(stdout) || theirs.size > 1) return null;
  const said = (text: string): Said => ({ text, notes: [], exitCode: 0 });
  return { report, ours: said(stdout), theirs: said([...theirs][0]!) };
}

/** A report that is a profile: what the two say, whatever the order of their tables and the level they are packed with. */
export async function comparedProfiles(report: string, folder: string): Promise<Comparison> {
  const args = argumentsOf(report);
  const ours = await runReport(args, folder);
  const theirs = goReport(args, folder);
  if (decodeProfile(gunzipSync(ours.bytes)).sampleTypes.length === 0) throw new Error(`${report} is empty`);
  const said = (bytes: Uint8Array): Said => ({ text: rawText(bytes, folder), notes: [], exitCode: 0 });
  return { report, ours: said(ours.bytes), theirs: said(theirs.stdout) };
}

function rawText(bytes: Uint8Array, folder: string): string {
  writeFileSync(join(folder, "said.pb.gz"), bytes);
  return execFileSync(oracle!, ["-raw", "-symbolize=none", "said.pb.gz"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function goReport(
  args: readonly string[],
  folder: string,
): { stdout: Buffer; stderr: string; exitCode: number | null } {
  const env = { ...process.env, TZ: "UTC", PPROF_BINARY_PATH: "/nowhere" };
  const { stdout, stderr, status } = spawnSync(oracle!, args, { cwd: folder, env, maxBuffer: 1 << 28 });
  return { stdout, stderr: stderr.toString("utf8"), exitCode: status };
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
