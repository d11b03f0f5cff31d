import * as v8 from "node:v8";
import type { Backend, Sampling } from "./backend.ts";

interface HeapProfileHandle {
  stop(): string;
}

type StartHeapProfile = (options: { sampleInterval: number; stackDepth: number }) => HeapProfileHandle;

/** The sampler of `node:v8`, which Node 26 brought; null on those without. It can be read without a collection. */
export function v8Backend(): Backend | null {
  const { startHeapProfile } = v8 as { startHeapProfile?: StartHeapProfile };
  if (startHeapProfile === undefined) return null;
  let handle: HeapProfileHandle | null = null;
  return {
    name: "v8",
    forcesCollection: false,
    start({ intervalBytes, stackDepth }: Sampling): void {
      handle = startHeapProfile({ sampleInterval: intervalBytes, stackDepth });
    },
    stop(): void {
      const running = handle;
      handle = null;
      try {
        running?.stop();
      } catch {
        // Somebody else has stopped it, which is what was asked for.
      }
    },
    abandon(): void {
      handle = null;
    },
  };
}
