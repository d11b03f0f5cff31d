import type { Session } from "node:inspector";
import type { Backend, Sampling } from "./backend.ts";
import { call } from "./local-session.ts";

/** The sampler of the inspector, which every Node has. */
export function inspectorBackend(open: () => Session): Backend {
  let session: Session | null = null;
  return {
    name: "inspector",
    forcesCollection: true,
    start({ intervalBytes, stackDepth }: Sampling): void {
      session ??= open();
      call(session, "HeapProfiler.startSampling", { samplingInterval: intervalBytes, stackDepth });
    },
    stop(): void {
      // Unlike HeapProfiler.stopSampling, this stops the sampler without a collection.
      session?.disconnect();
      session = null;
    },
    abandon(): void {
      // To disconnect would stop what runs now. An idle session costs nothing.
      session = null;
    },
  };
}
