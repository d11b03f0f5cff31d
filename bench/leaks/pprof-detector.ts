import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodeProfile, siteSeries } from "#profile";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { peer } from "./peers.ts";
import { RunningCase } from "./running-case.ts";

/** A place that gained less between the profiles is not reported. */
const leastGrown = 512 * 1024;
const mostReported = 3;

/**
 * Two heap profiles of @datadog/pprof, one taken from the other, as `pprof -diff_base` shows them: the functions that
 * allocated most of what stayed. They say who allocates, not who holds.
 */
export async function pprofDetector({ leakCase, variant, seconds, node, onRestart }: Look): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-heap-profiles-"));
  try {
    const running = await RunningCase.start(
      leakCase,
      variant,
      {
        node,
        seconds,
        nodeArguments: ["--require", join(import.meta.dirname, "heap-profiles.cjs")],
        env: { HEAP_PROFILES_PEER: peer("@datadog/pprof", "5.20.0"), HEAP_PROFILES_FOLDER: folder },
      },
      onRestart,
    );
    await running.end();
    return { leaks: grownBetween(folder), pauseMs: null, cpuMs: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
