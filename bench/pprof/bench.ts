/**
 * What `sawtooth pprof` costs beside `go tool pprof`, for the same reports on the same files, in turns.
 *
 *     npm run bench -- pprof           about two minutes
 *         --runs 3                     runs of each; the median is shown
 *         --samples 100000             size of the large profile
 *         --command PATH               another build of sawtooth
 *         --node PATH                  the Node binary that runs it
 *         --only sawtooth              without go
 *         --write                      put the table into bench/RESULTS.md
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { encodeProfile } from "#profile";
import { largeProfile } from "./large-profile.ts";
import { writeResults } from "../find/results.ts";
import { measure, type Cost } from "./measure.ts";

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    samples: { type: "string", default: "100000" },
    node: { type: "string", default: process.execPath },
    only: { type: "string", default: "" },
    command: { type: "string", default: join(import.meta.dirname, "../../dist/cli/bin.js") },
    write: { type: "boolean", default: false },
  },
});
const runs = Number(flags.runs);
const lines: string[] = [];
const small = join(import.meta.dirname, "../../test/fixtures/go/heap.1.pb.gz");

const go = spawnSync("go", ["env", "GOTOOLDIR"], { encoding: "utf8" });
const all: readonly (readonly [string, readonly string[]])[] = [
  ["sawtooth", [flags.node, flags.command, "pprof"]],
  ...(go.status === 0 ? ([["go", [join(go.stdout.trim(), "pprof")]]] as const) : []),
];
const programs = all.filter(([name]) => flags.only === "" || flags.only === name);
if (go.status !== 0) console.warn("go is not installed: nothing to compare with");

const folder = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
try {
  const [large, base] = [1, 2].map((seed) => {
    const file = join(folder, `large.${seed}.pb.gz`);
    const bytes = encodeProfile(
      largeProfile({ samples: Number(flags.samples), functions: 8000, depth: 40 }, seed),
    );
    writeFileSync(file, gzipSync(bytes));
    console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB raw`);
    return file;
  }) as [string, string];
  const { stdout: version } = spawnSync(flags.node, ["--version"], { encoding: "utf8" });
  print(`Node ${version.trim()}, ${cpus().length} × ${cpus()[0]!.model}\n`);
  print("| report | program | CPU s | peak RSS MiB |\n| --- | --- | --- | --- |");
  for (const report of [
    ["-top", small],
    ["-top", large],
    ["-tree", large],
    ["-dot", large],
    ["-proto", large],
    ["-top", `-base=${base}`, large],
  ]) {
    for (const [name, command] of programs) await show(report, name, command);
  }
  if (flags.write) writeResults("pprof", lines.join("\n"));
} finally {
  rmSync(folder, { recursive: true });
}

function print(line: string): void {
  console.log(line);
  lines.push(line);
}

async function show(report: readonly string[], name: string, command: readonly string[]): Promise<void> {
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) costs.push(await measure([...command, "-symbolize=none", ...report]));
  const [flag, ...rest] = report;
  const about = `${flag!}${rest.length > 1 ? " -base" : ""}${rest.at(-1) === small ? ", a small profile" : ""}`;
  const cpu = median(costs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2);
  print(`| ${about} | ${name} | ${cpu} | ${median(costs.map(({ peakMiB }) => peakMiB)).toFixed(0)} |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
