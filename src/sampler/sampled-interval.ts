import type { HeapReading } from "./heap-reading.ts";

/**
 * The interval a reading was sampled at, in bytes. Of somebody else's sampler it is not told, but a sample of an object
 * smaller than the interval stands for the interval or slightly more, so it is the weight that most samples have, less
 * what an object takes.
 */
export function sampledInterval({ state, tree }: HeapReading): number {
  if (state.backend !== "foreign") return state.intervalBytes;
  const weights = tree.samples.map(({ size }) => size).toSorted((a, b) => a - b);
  const usual = weights[Math.floor(weights.length / 4)];
  if (usual === undefined) return state.intervalBytes;
  const power = 2 ** Math.floor(Math.log2(usual));
  return usual < power * 1.02 ? power : usual;
}
