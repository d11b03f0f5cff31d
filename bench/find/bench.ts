/**
 * What `sawtooth find` costs the process it looks at, beside two heap snapshots of the same process.
 *
 *     npm run bench -- find             all sizes: about eight minutes, and 13 GB of memory for the snapshots of 1 GB
 *     npm run bench -- find --quick     without the snapshots of 1 GB
 *         --only 10000,50               one size: functions, heap in MB
 *         --node PATH                   the Node binary the target runs on
 *         --command PATH                another build of sawtooth
 *         --write                       put the table into bench/RESULTS.md
 *
 * The target measures itself: CPU by getrusage, stalls by how late a 2 ms timer comes. On a machine that does other
 * things too, read "of own CPU": the longest stall counted in CPU time of the target, all its threads together.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type ProgramSize, writeProgram } from "./program.ts";
import { writeResults } from "./results.ts";
import { type Case, table } from "./table.ts";
import { BenchTarget } from "./target.ts";

const SIZES: readonly ProgramSize[] = [
  { functions: 1_000, heapMb: 50 },
  { functions: 10_000, heapMb: 50 },
  { functions: 50_000, heapMb: 50 },
  { functions: 10_000, heapMb: 200 },
  { functions: 10_000, heapMb: 1_000 },
];
const WINDOW_MS = 10_000;

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    node: { type: "string", default: process.execPath },
    command: { type: "string", default: join(import.meta.dirname, "../../dist/cli/bin.js") },
    write: { type: "boolean", default: false },
  },
});

async function measure(size: ProgramSize): Promise<Case> {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
  const target = await BenchTarget.start(flags.node, writeProgram(join(folder, "program"), size));
  try {
    // V8 tidies up once more after it has been idle for some seconds: that is not part of either question.
    await sleep(10_000);
    const before = await target.during(() => sleep(WINDOW_MS));
    let named = "";
    const find = await target.during(async () => (named = await askFind(target.pid)));
    const after = await target.during(() => sleep(WINDOW_MS));
    const leaveOut = flags.quick && size.heapMb >= 1_000;
    const snapshots = leaveOut ? null : await target.during(() => askSnapshots(target, folder));
    return { size, idle: [before, after], find, named, snapshots };
  } finally {
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `sawtooth find` on a process and returns the holder it names. */
async function askFind(pid: number): Promise<string> {
  const child = spawn(process.execPath, [flags.command, "find", String(pid), "--for", "10s", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0 && code !== 1) throw new Error(`sawtooth find ${pid} ended with ${String(code)}: ${err}`);
  const finding = JSON.parse(out) as { leaks: { holder: { path: string } | null }[] };
  return finding.leaks.map(({ holder }) => holder?.path ?? "a site").join(", ") || "no leak";
}

/** Two snapshots with the same window between them; only taking them is measured, not reading them. */
async function askSnapshots(target: BenchTarget, folder: string): Promise<void> {
  await target.snapshot(join(folder, "first.heapsnapshot"));
  await sleep(WINDOW_MS);
  await target.snapshot(join(folder, "second.heapsnapshot"));
}

const [functions, heapMb] = flags.only?.split(",").map(Number) ?? [];
const sizes = functions && heapMb ? [{ functions, heapMb }] : SIZES;
const cases: Case[] = [];
for (const size of sizes) {
  console.error(`${size.functions} functions, ${size.heapMb} MB …`);
  cases.push(await measure(size));
}
const version = execFileSync(flags.node, ["--version"], { encoding: "utf8" }).trim();
const machine = `Node ${version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`;
console.log(`${machine}\n\n${table(cases)}`);
if (flags.write) writeResults("find", `${machine}\n\n${table(cases)}`);
