/**
 * What the agent costs, and how far its profiles are from the truth.
 *
 *     npm run bench -- agent overhead      CPU per request with none, ours and two peers: about 3 minutes for a major
 *     npm run bench -- agent accuracy      /heap of a leak of 106 MB against what it takes, ten runs on each major
 *     npm run bench -- agent attribution   precise windows, a bundle with namesakes, Buffers
 *     npm run bench -- agent pause         how long a reading stops the program, by the size of its heap
 *     npm run bench -- agent memory        its memory over a million requests and a thousand scrapes: about 4 minutes for a major
 *         --majors 20,24   --rounds 12   --requests 3000   --runs 10   --modes sawtooth,recorder,datadog,pyroscope
 */
import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../test/e2e/nodes.ts";
import { accuracy, attribution } from "./accuracy.ts";
import { memoryOverTime } from "./memory.ts";
import { overhead } from "./overhead.ts";
import { pauses } from "./pause.ts";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    majors: { type: "string", default: "20,24" },
    rounds: { type: "string", default: "12" },
    requests: { type: "string", default: "3000" },
    warmup: { type: "string", default: "30000" },
    runs: { type: "string", default: "10" },
    modes: { type: "string", default: "sawtooth,recorder,datadog,pyroscope" },
  },
});

const tables: Record<string, { head: string; rows: (node: string) => Promise<string[]> }> = {
  overhead: {
    head: "profiler | CPU per request | ratio to none, median | middle half | ratio of the tenth parts | interval | RSS",
    rows: (node) =>
      overhead(node, {
        rounds: Number(flags.rounds),
        requests: Number(flags.requests),
        warmUp: Number(flags.warmup),
        modes: flags.modes.split(","),
      }),
  },
  accuracy: {
    head: "sampler | median | middle half | all",
    rows: (node) => accuracy(node, Number(flags.runs)),
  },
  attribution: { head: "what | share", rows: attribution },
  memory: {
    head: "requests | scrapes | RSS, MiB | heap used, MiB | external, MiB",
    rows: (node) => memoryOverTime(node, 1_000_000, 1_000),
  },
  pause: { head: "heap | reading | longest stop, ms | CPU, ms", rows: pauses },
};

const name = positionals[0] ?? "overhead";
const table = tables[name];
if (table === undefined) {
  console.error(`bench: there is no table ${name}: choose from ${Object.keys(tables).join(", ")}`);
  process.exit(2);
}
for (const major of flags.majors.split(",")) {
  const own = process.version.startsWith(`v${major}.`);
  const file = own ? process.execPath : join(root, ".nodes", "node_modules", `node${major}`, "bin", "node");
  if (!existsSync(file)) {
    console.log(`Node ${major} is not installed: npm run matrix`);
    continue;
  }
  const rows = await table.rows(file);
  console.log(`\nNode ${major}, load ${loadavg()[0]!.toFixed(1)}\n\n| ${table.head} |`);
  console.log(`|${" --- |".repeat(table.head.split("|").length)}`);
  for (const row of rows) console.log(`| ${row} |`);
}
