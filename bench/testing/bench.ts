/**
 * `expectNoLeak` on scenarios that leak and that do not, beside a hand-written check of `heapUsed` and the rule of `leakage`.
 *
 *     npm run bench -- testing               20 seeds of every scenario: an hour of CPU
 *         --seeds 3                          fewer
 *         --only 'a timer;nothing'           some scenarios
 *         --node PATH                        another Node
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "rolldown";
import { clean, leaking } from "./scenarios.ts";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    only: { type: "string" },
    node: { type: "string", default: process.execPath },
  },
});
const methods = ["sawtooth", "heapUsed", "leakage"];
const folder = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
const file = join(folder, "one.mjs");
// Bundled, so that no loader is in the process that is measured.
await build({
  input: join(import.meta.dirname, "one.ts"),
  platform: "node",
  logLevel: "silent",
  external: /^node:/,
  tsconfig: false,
  resolve: { conditionNames: ["source", "node", "import", "default"] },
  output: { file, format: "esm", codeSplitting: false },
});

interface Answer {
  readonly leaks: boolean;
  readonly said: string;
  readonly cpuMs: number;
}

async function run(method: string, name: string, seed: number): Promise<Answer> {
  const child = spawn(flags.node, [file, method, name, String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  await once(child, "close");
  return JSON.parse(text) as Answer;
}

const wanted = flags.only?.split(";");
const chosen = (names: readonly string[]): readonly string[] =>
  names.filter((name) => wanted?.includes(name) ?? true);
const seeds = Array.from({ length: Number(flags.seeds) }, (_, index) => index + 1);
const tally = Object.fromEntries(
  methods.map((method) => [
    method,
    { caught: 0, named: 0, leaks: 0, false: 0, clean: 0, cpu: [] as number[] },
  ]),
);

for (const name of chosen(Object.keys(leaking))) {
  for (const method of methods) {
    for (const seed of method === "sawtooth" ? seeds : seeds.slice(0, 3)) {
      const { leaks, said } = await run(method, name, seed);
      const row = tally[method]!;
      row.leaks++;
      if (leaks) row.caught++;
      if (leaks && leaking[name]!.culprit.test(said)) row.named++;
      if (method === "sawtooth" && !(leaks && leaking[name]!.culprit.test(said)))
        console.log(`${leaks ? "not named" : "MISSED"}: ${name}, seed ${seed}: ${said}`);
    }
  }
}
for (const name of chosen(Object.keys(clean))) {
  for (const method of methods) {
    for (const seed of method === "sawtooth" ? seeds : seeds.slice(0, 3)) {
      const { leaks, said, cpuMs } = await run(method, name, seed);
      const row = tally[method]!;
      row.clean++;
      row.cpu.push(cpuMs);
      if (leaks) row.false++;
      if (method === "sawtooth" && leaks) console.log(`FALSE: ${name}, seed ${seed}: ${said}`);
    }
  }
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
console.log(
  "\n| method | leaks caught | culprit named | false alarms | CPU of a clean one, median |\n| --- | --- | --- | --- | --- |",
);
for (const [method, row] of Object.entries(tally)) {
  console.log(
    `| ${method} | ${row.caught} of ${row.leaks} | ${method === "sawtooth" ? `${row.named} of ${row.caught}` : "–"} | ${row.false} of ${row.clean} | ${(median(row.cpu) / 1000).toFixed(2)} s |`,
  );
}
rmSync(folder, { recursive: true });
