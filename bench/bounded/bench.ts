/**
 * What bounded collections cost beside a plain Map, measured in turns with it, and beside other packages.
 *
 *     npm run bench -- bounded          all: about three minutes of CPU time
 *         --only speed                  speed, memory, leases or churn
 *         --subjects 'lru-cache;mnemonist'
 *         --entries 100000              for speed
 *         --rounds 11
 *         --node PATH                   another Node
 *         --write                       put the tables into bench/RESULTS.md
 *
 * Each subject runs in a process of its own. Times are CPU time of the fastest round; "×" is that beside the fastest of a
 * plain Map in the same process, which is what to read on a machine that does other things too. The other packages come
 * from npm into `.peers/`.
 */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeResults } from "../find/results.ts";
import type { Measured } from "./measure.ts";
import type { Churn, EntryCost, LeaseCost } from "./memory.ts";
import { installPeers } from "./peers.ts";
import { subjects } from "./subjects.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: "speed,memory,leases,churn" },
    subjects: { type: "string" },
    entries: { type: "string", default: "100000" },
    rounds: { type: "string", default: "11" },
    node: { type: "string", default: process.execPath },
    write: { type: "boolean", default: false },
  },
});
const wanted = new Set(flags.only.split(","));
const names = flags.subjects?.split(";") ?? Object.keys(subjects).filter((name) => name !== "Map");
/** ttlcache moves an entry in a list of all of the same time when it is set again: it is measured with fewer. */
const few: Readonly<Record<string, string>> = { "ttlcache, ttl": "10000" };

function ask(script: string, ...args: readonly string[]): unknown {
  const file = join(import.meta.dirname, script);
  const text = execFileSync(flags.node, ["--expose-gc", "--import", "tsx", file, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text);
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const [header = []] = rows;
  const all = [header, header.map(() => "---"), ...rows.slice(1)];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`).join("\n");
}

function speed(): string {
  const measured = names.map((name) => {
    console.error(`${name} …`);
    return ask("measure.ts", name, few[name] ?? flags.entries, flags.rounds) as Measured;
  });
  const operations = Object.keys(measured[0]!.operations);
  return tableOf([
    ["ns (× of a Map)", ...operations],
    ...measured.map(({ name, operations: all }) => {
      const cells = operations.map((each) => `${all[each]!.ns.toFixed(0)} (${all[each]!.ratio.toFixed(1)})`);
      return [few[name] === undefined ? name : `${name}, ${few[name]} entries`].concat(cells);
    }),
  ]);
}

function memory(): string {
  const rows = ["Map", ...names].map((name) => {
    console.error(`bytes of ${name} …`);
    const { perEmptySlot, perEntry } = ask("memory.ts", `entries:${name}`, "500000") as EntryCost;
    return [name, perEmptySlot.toFixed(1), perEntry.toFixed(1)];
  });
  return tableOf([["bytes, 500 000 entries", "per slot when empty", "per entry when full"], ...rows]);
}

function leases(): string {
  const kinds = {
    emitter: "an EventEmitter closes",
    signal: "an AbortSignal aborts",
    lease: "a lease is released",
  };
  const rows = Object.entries(kinds).map(([kind, what]) => {
    console.error(`${what} …`);
    const { bytes, setNs, endNs } = ask("memory.ts", `leases:${kind}`, "100000") as LeaseCost;
    return [what, bytes.toFixed(0), setNs.toFixed(0), endNs.toFixed(0)];
  });
  return tableOf([["ScopedMap entry that goes when", "bytes", "set, ns", "end, ns"], ...rows]);
}

function churn(): string {
  const ours = ["BoundedMap lru", "BoundedMap fifo", "BoundedMap sieve", "lru-cache"];
  const rows = ours.map((name) => {
    console.error(`churn of ${name} …`);
    const { points } = ask("memory.ts", `churn:${name}`, "1000000") as Churn;
    return [
      name,
      points.map(({ ns }) => ns.toFixed(0)).join(" "),
      points.map(({ bytes }) => bytes.toFixed(0)).join(" "),
    ];
  });
  return tableOf([
    ["1 000 000 entries, full, a point per million sets", "ns a set", "bytes in use an entry"],
    ...rows,
  ]);
}

installPeers();
const version = execFileSync(flags.node, ["--version"], { encoding: "utf8" }).trim();
const machine = `Node ${version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`;
console.log(`${machine}\n`);
for (const [name, part] of Object.entries({ speed, memory, leases, churn })) {
  if (!wanted.has(name)) continue;
  const table = part();
  console.log(`${table}\n`);
  if (flags.write) writeResults(`bounded ${name}`, `${machine}\n\n${table}`);
}
