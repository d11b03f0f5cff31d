/**
 * `expectNoLeak` on scenarios that leak and that do not, beside a hand-written check of `heapUsed` and the rule of `leakage`.
 *
 *     npm run bench -- testing               20 seeds of every scenario: half an hour of CPU
 *         --seeds 3                          seeds 1 to 3; 4-20 for those
 *         --baseline-seeds 1-3               those of the other two methods
 *         --answers FILE                     appends every answer to this file and runs none that is there already,
 *                                            so that runs can be done in pieces; the table is of all in the file
 *         --only 'a timer;nothing'           some scenarios
 *         --node PATH                        another Node
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "rolldown";
import { clean, leaking } from "./scenarios.ts";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    "baseline-seeds": { type: "string", default: "3" },
    answers: { type: "string" },
    only: { type: "string" },
    node: { type: "string", default: process.execPath },
  },
});
const ours = "sawtooth";
const methods = [ours, "heapUsed", "leakage"];
const folder = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
const program = join(folder, "one.mjs");
// Bundled, so that no loader is in the process that is measured.
await build({
  input: join(import.meta.dirname, "one.ts"),
  platform: "node",
  logLevel: "silent",
  external: /^node:/,
  tsconfig: false,
  resolve: { conditionNames: ["source", "node", "import", "default"] },
  output: { file: program, format: "esm", codeSplitting: false },
});

interface Answer {
  readonly method: string;
  readonly scenario: string;
  readonly seed: number;
  readonly leaks: boolean;
  /** The report; empty when it found no leak. */
  readonly said: string;
  readonly cpuMs: number;
}

async function run(method: string, scenario: string, seed: number): Promise<Answer> {
  const child = spawn(flags.node, [program, method, scenario, String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  await once(child, "close");
  const { leaks, said, cpuMs } = JSON.parse(text) as Pick<Answer, "leaks" | "said" | "cpuMs">;
  return { method, scenario, seed, leaks, said, cpuMs };
}

/** `5` is seeds 1 to 5, `4-7` is 4 to 7. */
function seedsOf(text: string): readonly number[] {
  const [, first, last] = /^(?:(\d+)-)?(\d+)$/.exec(text) ?? [];
  if (!last) throw new Error(`seeds "${text}" are neither a number nor a range such as 4-7`);
  return Array.from({ length: Number(last) - Number(first ?? 1) + 1 }, (_, at) => Number(first ?? 1) + at);
}

const named = ({ scenario, leaks, said }: Answer): boolean => leaks && leaking[scenario]!.culprit.test(said);

function complain(answer: Answer): void {
  const { method, scenario, seed, leaks, said } = answer;
  if (method !== ours) return;
  if (scenario in clean && leaks) console.log(`FALSE: ${scenario}, seed ${seed}: ${said}`);
  if (scenario in leaking && !named(answer))
    console.log(`${leaks ? "not named" : "MISSED"}: ${scenario}, seed ${seed}: ${said}`);
}

const wanted = flags.only?.split(";");
const scenarios = [...Object.keys(leaking), ...Object.keys(clean)].filter(
  (name) => wanted?.includes(name) ?? true,
);
const answers: Answer[] =
  flags.answers && existsSync(flags.answers)
    ? readFileSync(flags.answers, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Answer)
    : [];
const keyOf = (method: string, scenario: string, seed: number): string => `${method} ${scenario} ${seed}`;
const known = new Set(answers.map(({ method, scenario, seed }) => keyOf(method, scenario, seed)));
answers.forEach(complain);

const missing = methods.flatMap((method) =>
  seedsOf(method === ours ? flags.seeds : flags["baseline-seeds"]).flatMap((seed) =>
    scenarios
      .filter((scenario) => !known.has(keyOf(method, scenario, seed)))
      .map((scenario) => ({ method, scenario, seed })),
  ),
);
try {
  for (const { method, scenario, seed } of missing) {
    const answer = await run(method, scenario, seed);
    answers.push(answer);
    if (flags.answers) appendFileSync(flags.answers, `${JSON.stringify(answer)}\n`);
    complain(answer);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
console.log(
  "\n| method | seeds | leaks caught | culprit named | false alarms | CPU of a clean one, median |\n| --- | --- | --- | --- | --- | --- |",
);
for (const method of methods) {
  const all = answers.filter((answer) => answer.method === method);
  const leaks = all.filter(({ scenario }) => scenario in leaking);
  const caught = leaks.filter((answer) => answer.leaks);
  const cleans = all.filter(({ scenario }) => scenario in clean);
  const row = [
    method,
    new Set(all.map(({ seed }) => seed)).size,
    `${caught.length} of ${leaks.length}`,
    method === ours ? `${caught.filter(named).length} of ${caught.length}` : "–",
    `${cleans.filter((answer) => answer.leaks).length} of ${cleans.length}`,
    `${(median(cleans.map(({ cpuMs }) => cpuMs)) / 1000).toFixed(2)} s`,
  ];
  console.log(`| ${row.join(" | ")} |`);
}
