/**
 * What reading heap snapshots costs beside its peers, on snapshots of a service that leaks sessions.
 *
 *     npm run bench -- snapshot          a 300 MB pair, all programs: about five minutes
 *         --pair s1000                   another pair: s50, s300, s1000 (0.5 + 1.0 GB), s2500 (1.7 + 2.6 GB)
 *         --only sawtooth                leave the peers out
 *         --runs 3                       runs of each; the one with the least CPU is shown
 *         --huge 8                       a snapshot of so many GB, synthesised, read by sawtooth alone
 *         --write                        put the table into bench/RESULTS.md
 *
 * The snapshots are made on the first run, which for s1000 takes five and for s2500 thirteen GB of memory; they and
 * the peers, installed from npm, stay in `.peers/`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installDevtools } from "../../scripts/devtools.mjs";
import { writeResults } from "../find/results.ts";
import { synthesise } from "./synthesise.ts";

const { values: flags } = parseArgs({
  options: {
    pair: { type: "string", default: "s300" },
    only: { type: "string", default: "" },
    runs: { type: "string", default: "1" },
    huge: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

/** Sessions before and after. */
const pairs: Readonly<Record<string, readonly [number, number]>> = {
  s50: [5000, 10_000],
  s300: [20_000, 53_000],
  s1000: [90_000, 178_000],
  s2500: [300_000, 440_000],
};
const peerVersions = {
  "@memlab/core": "2.0.5",
  "@vscode/v8-heap-parser": "0.1.0",
  "heap-snapshot-toolkit": "1.1.3",
};
const store = join(import.meta.dirname, "../../.peers");
const peerFolder = join(store, "bench");
const snapshotFolder = join(store, "snapshots");
const subjects = join(import.meta.dirname, "subjects");

interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakBytes: number;
  readonly answer: string;
}

const lines: string[] = [];
mkdirSync(snapshotFolder, { recursive: true });
print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}\n`);
if (flags.huge === undefined) await comparePeers(flags.pair);
else await readHuge(Number(flags.huge));
if (flags.write) writeResults("snapshot", lines.join("\n"));

async function comparePeers(pair: string): Promise<void> {
  const [before, after] = snapshots(pair);
  const size = statSync(after).size;
  print(`${megabytes(statSync(before).size)} and ${megabytes(size)} MB\n`);
  print(
    "| job | program | CPU s | wall s | peak RSS MB | of the file |\n| --- | --- | --- | --- | --- | --- |",
  );
  const row = (job: string, program: string, args: readonly string[]): void => {
    if (program.startsWith(flags.only)) show(job, program, args, size);
  };
  const own = (job: string, ...files: string[]): string[] => ["sawtooth.mjs", job, ...files];
  row("read, dominators, sizes", "sawtooth, two threads", own("two", after));
  row("read, dominators, sizes", "sawtooth, one thread", own("one", after));
  row("the same, and write an index", "sawtooth", own("index", after));
  row("open that index", "sawtooth", own("reopen", after));
  rmSync(`${after}.sawidx`, { force: true });
  row("who grew", "sawtooth", own("pair", before, after));
  if (!"memlab devtools heap-snapshot-toolkit vscode".includes(flags.only)) return;
  installPeers();
  const worker = await installDevtools();
  const peers: readonly (readonly [string, string, string])[] = [
    ["memlab", "memlab.cjs", peerFolder],
    ["devtools", "devtools.mjs", worker],
    ["heap-snapshot-toolkit", "toolkit.mjs", peerFolder],
    ["vscode heap parser", "vscode.cjs", peerFolder],
  ];
  for (const [name, script, where] of peers) row("read, dominators, sizes", name, [script, where, after]);
  for (const [name, script, where] of peers.slice(0, 3))
    row("who grew", name, [script, where, before, after]);
}

async function readHuge(gigabytes: number): Promise<void> {
  const source = snapshots("s300")[1];
  const file = join(snapshotFolder, `huge-${gigabytes}.heapsnapshot`);
  await synthesise(source, file, gigabytes * 1e9);
  try {
    print(`${megabytes(statSync(file).size)} MB, synthesised\n`);
    print(
      "| job | program | CPU s | wall s | peak RSS MB | of the file |\n| --- | --- | --- | --- | --- | --- |",
    );
    show(
      "read, dominators, sizes",
      "sawtooth, two threads",
      ["sawtooth.mjs", "two", file],
      statSync(file).size,
    );
  } finally {
    rmSync(file);
  }
}

function snapshots(pair: string): [string, string] {
  const sessions = pairs[pair];
  if (sessions === undefined) throw new Error(`--pair ${pair}: choose from ${Object.keys(pairs).join(", ")}`);
  const [before, after] = [0, 1].map((look) => join(snapshotFolder, `${pair}.${look}.heapsnapshot`)) as [
    string,
    string,
  ];
  if (!existsSync(before) || !existsSync(after)) {
    const script = join(import.meta.dirname, "leaky-service.cjs");
    const args = [
      "--expose-gc",
      "--max-old-space-size=16000",
      script,
      snapshotFolder,
      pair,
      ...sessions.map(String),
    ];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (status !== 0) throw new Error(`${script} ended with ${status}`);
  }
  return [before, after];
}

function installPeers(): void {
  if (existsSync(join(peerFolder, "node_modules"))) return;
  mkdirSync(peerFolder, { recursive: true });
  writeFileSync(
    join(peerFolder, "package.json"),
    JSON.stringify({ private: true, dependencies: peerVersions }),
  );
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: peerFolder, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm install in ${peerFolder} ended with ${status}`);
}

function show(job: string, program: string, args: readonly string[], fileBytes: number): void {
  const costs = Array.from({ length: Number(flags.runs) }, () => cost(args)).filter((each) => each !== null);
  const best = costs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0];
  if (best === undefined) return print(`| ${job} | ${program} | did not end | | | |`);
  const wall = Math.min(...costs.map(({ wallSeconds }) => wallSeconds));
  const figures = [best.cpuSeconds, wall].map((seconds) => seconds.toFixed(2)).join(" | ");
  const share = (best.peakBytes / fileBytes).toFixed(2);
  print(`| ${job} | ${program} | ${figures} | ${megabytes(best.peakBytes)} | ${share} × |`);
  console.log(`    ${best.answer}`);
}

/** The cost of one subject in a process of its own; null when it fails. */
function cost([script, ...args]: readonly string[]): Cost | null {
  const command = ["--max-old-space-size=16000", join(subjects, script!), ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", maxBuffer: 2 ** 26 });
  const line = /^#cost (.*)$/mu.exec(stdout)?.[1];
  if (line === undefined) console.error(stderr.slice(-2000));
  return line === undefined ? null : (JSON.parse(line) as Cost);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function print(line: string): void {
  console.log(line);
  lines.push(line);
}
