import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../test/e2e/nodes.ts";

const SIZES_MB = [200, 1000];

/** How long a reading of /heap from the worker stops a program, by the size of its heap. */
export async function pauses(node: string): Promise<string[]> {
  const rows: string[] = [];
  for (const size of SIZES_MB) {
    const program = join(root, "bench/agent/pause-program.mjs");
    const { stdout } = await promisify(execFile)(node, ["--max-old-space-size=4000", program, String(size)], {
      timeout: 280_000,
    });
    const seen = JSON.parse(stdout) as {
      heapMb: number;
      sampler: string;
      stopsMs: number[];
      cpuMs: number[];
    };
    const least = (values: readonly number[]): string => Math.min(...values).toFixed(1);
    rows.push(
      `${Math.round(seen.heapMb)} MB | ${seen.sampler} | ${least(seen.stopsMs)} (${seen.stopsMs.map((ms) => ms.toFixed(0)).join(", ")}) | ${least(seen.cpuMs)}`,
    );
  }
  return rows;
}
