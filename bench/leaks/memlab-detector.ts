import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportedLeak } from "./case.ts";
import type { Answer, Look } from "./detector.ts";
import { peer } from "./peers.ts";
import { RunningCase } from "./running-case.ts";

const mostReported = 3;

/**
 * What memlab says to two heap snapshots: `analyze unbound-collection`, largest first, each with the name of the edge
 * that holds it, which a user would look up with `memlab trace`.
 */
export async function memlabDetector({ leakCase, variant, seconds, node, onRestart }: Look): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-heap-snapshots-"));
  try {
    const running = await RunningCase.start(
      leakCase,
      variant,
      {
        node,
        seconds,
        nodeArguments: ["--require", join(import.meta.dirname, "heap-snapshots.cjs")],
        env: { HEAP_SNAPSHOTS_FOLDER: folder },
      },
      onRestart,
    );
    await running.end();
    return { leaks: grownIn(folder), pauseMs: null, cpuMs: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function grownIn(folder: string): ReportedLeak[] {
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
