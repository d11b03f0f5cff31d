import type { Answer, Look } from "./detector.ts";
import { RunningCase } from "./running-case.ts";

const leastFit = 0.9;
const leastGrowth = 0.01;
const warmUpPoints = 3;

/**
 * What a dashboard alert does: memory after a collection, fitted by a line. It can raise an alarm, but has no name to
 * give. The case forces the collections itself and prints what is left.
 */
export async function slopeDetector({ leakCase, variant, seconds, node, onRestart }: Look): Promise<Answer> {
  const options = { node, seconds, nodeArguments: ["--expose-gc"] };
  const running = await RunningCase.start(leakCase, variant, options, onRestart);
  await running.end();
  const used = running.lines
    .filter((line) => line.startsWith("POINT "))
    .map((line) => JSON.parse(line.slice(6)) as { heapUsed: number; external: number })
    .map(({ heapUsed, external }) => heapUsed + external)
    .slice(warmUpPoints);
  const rises = fit(used) > leastFit && used.at(-1)! - used[0]! > used[0]! * leastGrowth;
  return {
    leaks: rises ? [{ name: null, frame: null, line: null, kind: "heap" }] : [],
    pauseMs: null,
    cpuMs: null,
  };
}

/** How well a rising line fits: r², 0 for one that falls. */
function fit(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [index, value] of values.entries()) {
    xy += (index - middle) * (value - mean);
    xx += (index - middle) ** 2;
    yy += (value - mean) ** 2;
  }
  return xy > 0 && yy > 0 ? (xy * xy) / (xx * yy) : 0;
}
