/** Child of the benchmark: decodes a file with one decoder some times, and prints what that cost as JSON. */
import { readFileSync } from "node:fs";
import { decoders, type Decoder } from "./decoders.ts";

const [name, file, runs] = process.argv.slice(2);
const { decode, samples } = await decoders[name!]!();
const bytes = readFileSync(file!);

/** Bytes that the process holds after a collection, outside V8's heap too. */
function held(): number {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function decoded(): { value: unknown; cpuMs: number } {
  const before = process.cpuUsage();
  const value = decode(bytes);
  const { user, system } = process.cpuUsage(before);
  return { value, cpuMs: (user + system) / 1000 };
}

const cpu: number[] = [];
const before = held();
const start = process.memoryUsage.rss();
let last: { value: unknown; cpuMs: number } | null = null;
for (let run = 0; run < Number(runs); run++) {
  last = null;
  globalThis.gc!();
  last = decoded();
  cpu.push(last.cpuMs);
}
const retained = held() - before;
const peak = process.resourceUsage().maxRSS * 1024 - start;
console.log(
  JSON.stringify({
    cpuMs: cpu.toSorted((a, b) => a - b)[Math.floor(cpu.length / 2)],
    retained,
    peak,
    samples: samples(last!.value as Parameters<Decoder["samples"]>[0]),
  }),
);
