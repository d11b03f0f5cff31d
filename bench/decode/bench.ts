/**
 * What reading a profile.proto of 28.6 MB costs, beside four libraries and Go's own parser, all in one run.
 *
 *     npm run bench -- decode          about a minute; installs the libraries into .peers/ at first
 *         --runs 5                     decodings in a process; the median counts
 *         --samples 222000             size of the profile
 *         --write                      put the table into bench/RESULTS.md
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { encodeProfile } from "#profile";
import { writeResults } from "../find/results.ts";
import { largeProfile } from "../pprof/large-profile.ts";
import { decoders, peers, peersFolder } from "./decoders.ts";
import { buildGoParser } from "./go-parser.ts";

interface Cost {
  readonly cpuMs: number;
  readonly retained: number;
  readonly peak: number;
  readonly samples: number;
}

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    samples: { type: "string", default: "222000" },
    write: { type: "boolean", default: false },
  },
});
const samples = Number(flags.samples);
const lines: string[] = [];

installPeers();
const folder = mkdtempSync(join(tmpdir(), "sawtooth-decode-"));
try {
  const file = join(folder, "large.pb");
  const bytes = encodeProfile(largeProfile({ samples, functions: 33_000, depth: 32 }, 1));
  writeFileSync(file, bytes);
  const child = join(import.meta.dirname, "measure-decode.ts");
  const node = (name: string): string[] => [
    process.execPath,
    "--expose-gc",
    "--import",
    "tsx",
    child,
    name,
    file,
    flags.runs,
  ];
  const go = buildGoParser(folder);
  if (go === null) console.warn("go, or its sources, are not installed: its parser is left out");
  const commands: [string, string[]][] = [
    ...Object.keys(decoders).map((name): [string, string[]] => [name, node(name)]),
    ...(go === null ? [] : [["go google/pprof", [go, file, flags.runs]] as [string, string[]]]),
  ];
  print(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model}; ${(bytes.length / 1e6).toFixed(1)} MB\n`,
  );
  print("| decoder | CPU ms | × ours | retained MB | bytes per byte | peak RSS growth MB |");
  print("| --- | --- | --- | --- | --- | --- |");
  let ours = 0;
  for (const [name, command] of commands) {
    const cost = measured(command);
    if (cost.samples !== samples) throw new Error(`${name} read ${cost.samples} samples of ${samples}`);
    ours ||= cost.cpuMs;
    const cells = [
      `${name} ${peers[name] ?? ""}`.trim(),
      cost.cpuMs.toFixed(0),
      (cost.cpuMs / ours).toFixed(1),
      (cost.retained / 1e6).toFixed(0),
      (cost.retained / bytes.length).toFixed(2),
      (cost.peak / 1e6).toFixed(0),
    ];
    print(`| ${cells.join(" | ")} |`);
  }
  if (flags.write) writeResults("decode", lines.join("\n"));
} finally {
  rmSync(folder, { recursive: true });
}

function print(line: string): void {
  console.log(line);
  lines.push(line);
}

function measured([program, ...args]: readonly string[]): Cost {
  const run = spawnSync(program!, args, { encoding: "utf8", maxBuffer: 1 << 24 });
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Cost;
}

/** Libraries to compare with are no dependencies: they are fetched when this is run. */
function installPeers(): void {
  mkdirSync(peersFolder, { recursive: true });
  writeFileSync(join(peersFolder, "package.json"), JSON.stringify({ private: true, dependencies: peers }));
  const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  const npm = spawnSync("npm", install, { cwd: peersFolder, stdio: ["ignore", "ignore", "inherit"] });
  if (npm.status !== 0)
    throw new Error(`npm install in ${peersFolder} ended with ${npm.status ?? npm.signal}`);
}
