/**
 * Damaged profiles through the reader, the filters, five reports and the writer: none may break anything, take more than
 * a second, or make memory grow by more than 200 MB.
 *
 *     npm run bench -- fuzz            a million: about an hour of CPU
 *         --from 0 --runs 1000000      a part of them; an input is the same for a number
 */
import { parseArgs } from "node:util";
import { fuzzRun } from "../../test/fuzz/fuzz-run.ts";

const { values: flags } = parseArgs({
  options: {
    from: { type: "string", default: "0" },
    runs: { type: "string", default: "1000000" },
  },
});
const from = Number(flags.from);
const runs = Number(flags.runs);
const MOST_MS = 1000;
const MOST_GROWTH = 200e6;
/** Inputs after which memory is what the process needs to run at all. */
const WARM_UP = 2000;

let read = 0;
let broken = 0;
let slow = 0;
let longest = { number: 0, cpuMs: 0 };
let lowest = Infinity;
let highest = 0;
for (let number = from; number < from + runs; number++) {
  try {
    const { wasRead, cpuMs } = await fuzzRun(number);
    if (wasRead) read++;
    // What is measured is CPU time of the whole process, collections included: a second look tells chance from a hang.
    const settled = cpuMs > MOST_MS ? (await fuzzRun(number)).cpuMs : cpuMs;
    if (settled > MOST_MS) slow++;
    if (settled > longest.cpuMs) longest = { number, cpuMs: settled };
  } catch (error) {
    broken++;
    if (broken <= 10) console.error(error);
  }
  if (number - from < WARM_UP || number % 16 > 0) continue;
  const rss = process.memoryUsage.rss();
  lowest = Math.min(lowest, rss);
  highest = Math.max(highest, rss);
}
const growth = highest - lowest;
const { user, system } = process.cpuUsage();
console.log(
  [
    `inputs ${from} to ${from + runs - 1}: ${read} were read, ${runs - read - broken} refused, ${broken} broke something`,
    `longest ${longest.cpuMs.toFixed(0)} ms of CPU (input ${longest.number}), ${slow} over ${MOST_MS} ms`,
    `memory ${(lowest / 1e6).toFixed(0)} to ${(highest / 1e6).toFixed(0)} MB, growth ${growth > 0 ? (growth / 1e6).toFixed(0) : 0} MB`,
    `${((user + system) / 1e6).toFixed(0)} s of CPU, Node ${process.version}`,
  ].join("\n"),
);
process.exitCode = broken > 0 || slow > 0 || growth > MOST_GROWTH ? 1 : 0;
