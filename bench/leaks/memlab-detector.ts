import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { peer } from "./peers.ts";
import { answerOfPreloaded } from "./preloaded-case.ts";

const mostReported = 3;

/**
 * What memlab says to two heap snapshots: `analyze unbound-collection`, largest first, each with the name of the edge
 * that holds it, which a user would look up with `memlab trace`.
 */
export function memlabDetector(look: Look): Promise<Answer> {
  return answerOfPreloaded(look, { script: "heap-snapshots.cjs" }, grownIn);
}

function grownIn(folder: string): ReportedLeak[] {
  // A case may end before its second snapshot is written.
  if (readdirSync(folder).length < 2) return [];
  const program = join(import.meta.dirname, "memlab-growth.cjs");
  const memlab = spawnSync(
    process.execPath,
    [program, peer("@memlab/heap-analysis", "2.0.5"), folder, String(mostReported)],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (memlab.status !== 0) throw new Error(`memlab ended with ${memlab.status}: ${memlab.stderr.trim()}`);
  const answers = JSON.parse(memlab.stdout.trim().split("\n").at(-1)!) as {
    kind: string;
    name: string | null;
  }[];
  return answers.map(({ kind, name }) => ({ name, frame: null, line: null, kind }));
}
