import { createRequire } from "node:module";
import { join } from "node:path";
import type { Backend, Sampling } from "./backend.ts";

interface HeapProfiler {
  start(intervalBytes: number, stackDepth: number): void;
  stop(): void;
}

/** By a name in a variable, so that bundlers leave it alone. */
const ADDON = "@datadog/pprof";

/** Packages that start the addon's sampler for themselves, and fail when it runs already. */
const OWNERS = ["dd-trace", "@pyroscope/nodejs", "newrelic"];

/**
 * The sampler of `@datadog/pprof`, when the program in `cwd` has it installed and nothing installed there uses it for
 * itself; else null. It can be read without a collection.
 */
export function datadogBackend(cwd: string): Backend | null {
  const require = createRequire(join(cwd, "package.json"));
  if (OWNERS.some((name) => isInstalled(require, name))) return null;
  const heap = loadHeap(require);
  if (heap === null) return null;
  return {
    name: "datadog",
    forcesCollection: false,
    start: ({ intervalBytes, stackDepth }: Sampling) => heap.start(intervalBytes, stackDepth),
    stop(): void {
      try {
        heap.stop();
      } catch {
        // Somebody else has stopped it, which is what was asked for.
      }
    },
    abandon(): void {},
  };
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function loadHeap(require: NodeJS.Require): HeapProfiler | null {
  try {
    return (require(ADDON) as { heap: HeapProfiler }).heap;
  } catch {
    return null; // Not installed, or without a build for this platform: the next backend does.
  }
}
