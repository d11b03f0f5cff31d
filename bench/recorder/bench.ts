/**
 * Whether the flight recorder has a last profile of a process that ran out of memory: a service with a slow leak, run with
 * the agent until V8 gives up, and the verdict of `sawtooth find` on what it left.
 *
 *     npm run bench -- recorder              20 runs on each of Node 20, 22, 24 and 26: about 15 minutes
 *         --runs 3 --majors 24,26            fewer
 *         --limit 48                         --max-old-space-size, MiB
 *         --pause 60                         a slower leak: milliseconds between two requests, 1 if left out
 *
 * A run counts as saved when the newest profile can be read and shows the leaking code to hold 40 % of the limit or more.
 */
import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runOutOfMemory, type OutOfMemoryRun } from "../../test/e2e/recorder-run.ts";
import { root } from "../../test/e2e/nodes.ts";

const enoughHeld = 0.4;

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    majors: { type: "string", default: "20,22,24,26" },
    limit: { type: "string", default: "48" },
    pause: { type: "string", default: "1" },
  },
});

function nodeOf(major: string): string | null {
  if (process.version.startsWith(`v${major}.`)) return process.execPath;
  const file = join(root, ".nodes", "node_modules", `node${major}`, "bin", "node");
  return existsSync(file) ? file : null;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function row(major: string, runs: readonly OutOfMemoryRun[]): string {
  const share = (holds: (run: OutOfMemoryRun) => boolean): string =>
    `${runs.filter(holds).length}/${runs.length}`;
  return [
    `Node ${major}`,
    share(({ fill }) => fill >= enoughHeld),
    share(({ finding }) => finding.leaks.some(({ site }) => site?.file.endsWith("slow-leak.mjs") === true)),
    share(({ finding }) => finding.leaks[0]?.holder?.path === "sessions"),
    share(({ finding }) => finding.recording?.ending.cause === "heap limit"),
    `${Math.round(median(runs.map(({ fill }) => fill)) * 100)} %`,
    `${median(runs.map(({ secondsBefore }) => secondsBefore)).toFixed(1)} s`,
    `${median(runs.map(({ lifeSeconds }) => lifeSeconds)).toFixed(0)} s`,
    loadavg()[0]!.toFixed(1),
  ].join(" | ");
}

console.log(`--max-old-space-size=${flags.limit}`);
console.log(
  "| | profile saved | line named | variable named | cause told | held in it | taken before the end | life | load |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const major of flags.majors.split(",")) {
  const node = nodeOf(major);
  if (node === null) {
    console.log(`| Node ${major} | not installed: npm run matrix |`);
    continue;
  }
  const runs: OutOfMemoryRun[] = [];
  for (let count = 1; count <= Number(flags.runs); count++) {
    const run = await runOutOfMemory(node, {
      limitMib: Number(flags.limit),
      pauseMs: Number(flags.pause),
    });
    runs.push(run);
    console.error(
      `Node ${major}, run ${count}: ${Math.round(run.fill * 100)} % of the limit in the last profile`,
    );
  }
  console.log(`| ${row(major, runs)} |`);
}
