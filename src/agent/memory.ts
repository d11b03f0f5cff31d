import { bytes, duration } from "#face";
import type { MemorySplit } from "#sampler";
import { drawChart, type ChartPanel, type Point } from "#series";
import { attachToOwnProcess, type ProcessLimit } from "#target";
import { jsonAnswer, textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { formOf } from "./form.ts";
import type { MainThread } from "./main-thread.ts";
import type { MemoryReading } from "./memory-series.ts";
import type { Surroundings } from "./surroundings.ts";

const chartSize = { width: 100, height: 8 };

/**
 * `memory`: the process's memory since the agent started and where it is now: V8's heap, array buffers, what else V8 knows of outside
 * its heap, and the rest; with the limits that end the process.
 */
export async function answerMemory(surroundings: Surroundings, request: AgentRequest): Promise<Answer> {
  const points = surroundings.series.readings();
  const now = await surroundings.profiler.memory();
  const limits = await limitsOf(surroundings.mainThread);
  if (formOf(request) === "text") return textAnswer(memoryText(points, now, limits));
  return jsonAnswer({ version: 1, pid: process.pid, node: process.version, now, limits, points });
}

/** What ends this process when it is reached. */
export async function limitsOf(mainThread: MainThread): Promise<ProcessLimit[]> {
  const target = await attachToOwnProcess(await mainThread.connect());
  try {
    return await target.limits();
  } finally {
    await target.close();
  }
}

function memoryText(
  points: readonly MemoryReading[],
  now: MemorySplit,
  limits: readonly ProcessLimit[],
): string {
  const series = (pick: (reading: MemoryReading) => number | null): Point[] =>
    points.flatMap((reading) => {
      const value = pick(reading);
      return value === null ? [] : [{ atMs: reading.atMs, value }];
    });
  const panel: ChartPanel = {
    title: "memory",
    series: [
      { name: "resident", lives: [series(({ rss }) => rss)] },
      { name: "heap", lives: [series(({ heapUsed }) => heapUsed)] },
    ],
  };
  const chart = drawChart([panel], {
    ...chartSize,
    formatValue: bytes,
    formatTime: (ms) => duration(ms / 1000),
  });
  const rows: [name: string, value: number, what: string][] = [
    ["resident", now.rss, "everything the process has in physical memory"],
    ["heap", now.heapUsed, `JavaScript objects, of ${bytes(now.heapTotal)} that V8 has reserved`],
    ["array buffers", now.arrayBuffers, "contents of Buffers and ArrayBuffers"],
    ["wasm, strings", now.wasmAndStrings, "what else V8 knows of outside its heap"],
    ["native", now.native, "the rest: code, stacks, other threads' heaps, libraries"],
  ];
  const lines = rows.map(
    ([name, value, what]) => ` ${name.padEnd(14)}${bytes(value).padStart(10)}   ${what}`,
  );
  const ends = limits.map(
    ({ kind, bytes: limit, usedBytes }) =>
      ` ${kind.padEnd(18)}${bytes(limit).padStart(10)}   ${bytes(usedBytes)} in use`,
  );
  return `${[...chart, "", ...lines, "", ...ends].join("\n")}\n`;
}
