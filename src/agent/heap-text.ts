import type { Profile } from "#profile";
import type { Addresses } from "./addresses.ts";
import type { PulseMemory } from "./pulse.ts";
import { textStacks } from "./stack-text.ts";

/**
 * A heap profile as Go writes it with `debug=1`: a line of sums, each stack with what lives and, in brackets, what was
 * allocated, and how large the process is. Go's names stand for their nearest kin: HeapAlloc is V8's used heap, Sys the
 * resident size; what has no counterpart is left out.
 */
export function heapText(profile: Profile, memory: PulseMemory, addresses: Addresses): string {
  const stacks = textStacks(profile, 3, addresses);
  const sum = (column: number): number => stacks.reduce((total, { values }) => total + values[column]!, 0);
  const line = (values: readonly number[]): string =>
    `${values[2]}: ${values[3]} [${atLeastOne(values[0]!, values[1]!)}: ${values[1]}] @`;
  const total = [0, 1, 2, 3].map(sum);
  const body = stacks.map((stack) => `${line(stack.values)}${stack.addresses}\n${stack.lines}\n`).join("");
  return `heap profile: ${line(total)} heap/${RATE}\n${body}\n${memoryBlock(memory, total[1]!)}`;
}

/**
 * Go writes what it sampled, and twice its interval for readers to scale that up by. V8 has scaled its numbers up
 * already: an interval of one byte has readers leave them as they are.
 */
const RATE = 2;

/** Readers refuse bytes of no objects: of what was freed unseen the bytes alone are known. */
function atLeastOne(objects: number, bytes: number): number {
  return bytes > 0 ? Math.max(1, objects) : objects;
}

function memoryBlock(memory: PulseMemory, allocatedBytes: number): string {
  const { maxRSS } = process.resourceUsage();
  const fields: [name: string, value: number][] = [
    ["Alloc", memory.heapUsed],
    ["TotalAlloc", Math.max(allocatedBytes, memory.heapUsed)],
    ["Sys", process.memoryUsage.rss()],
    ["HeapAlloc", memory.heapUsed],
    ["HeapSys", memory.heapTotal],
    ["HeapIdle", Math.max(0, memory.heapTotal - memory.heapUsed)],
    ["HeapInuse", memory.heapUsed],
    ["HeapReleased", 0],
    ["NumGC", memory.fullCollections],
    ["External", memory.external],
    ["ArrayBuffers", memory.arrayBuffers],
    ["MaxRSS", maxRSS * 1024],
  ];
  return `# runtime.MemStats\n${fields.map(([name, value]) => `# ${name} = ${value}\n`).join("")}`;
}
