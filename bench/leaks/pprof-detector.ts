import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodeProfile, siteSeries } from "#profile";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { peer } from "./peers.ts";
import { answerOfPreloaded } from "./preloaded-case.ts";

/** A place that gained less between the profiles is not reported. */
const leastGrown = 512 * 1024;
const mostReported = 3;

/**
 * Two heap profiles of @datadog/pprof, one taken from the other, as `pprof -diff_base` shows them: the functions that
 * allocated most of what stayed. They say who allocates, not who holds.
 */
export function pprofDetector(look: Look): Promise<Answer> {
  const env = { HEAP_PROFILES_PEER: peer("@datadog/pprof", "5.20.0") };
  return answerOfPreloaded(look, { script: "heap-profiles.cjs", env }, grownBetween);
}

function grownBetween(folder: string): ReportedLeak[] {
  const profiles = ["early", "late"].map((name) =>
    decodeProfile(gunzipSync(readFileSync(join(folder, `${name}.pb.gz`)))),
  );
  const grown = new Map<string, { bytes: number; leak: ReportedLeak }>();
  for (const { frames, values } of siteSeries(profiles, ["inuse_space"])) {
    const place = frames.find(({ file }) => file !== "" && !file.startsWith("node:"));
    if (place === undefined) continue;
    const key = `${place.file}:${place.function}`;
    const known = grown.get(key)?.bytes ?? 0;
    const leak = { name: null, frame: key, line: place.line, kind: "allocation" };
    grown.set(key, { bytes: known + values[0]![1]! - values[0]![0]!, leak });
  }
  return [...grown.values()]
    .filter(({ bytes }) => bytes > leastGrown)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, mostReported)
    .map(({ leak }) => leak);
}
