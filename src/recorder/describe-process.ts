import { relative, resolve } from "node:path";
import * as v8 from "node:v8";
import { oldGenerationLimit } from "#target";
import { containerMemory } from "./container-memory.ts";
import type { ProcessDescription } from "./inputs.ts";

const roomBytes = 512 * 2 ** 20;

/** Node 26 and later; the types here are those of Node 20. */
interface NativeProfiles {
  readonly setHeapProfileNearHeapLimit?: (limit: number) => void;
}

/**
 * Tells what the recorder has to know of this process, and has Node itself keep a heap profile when the heap limit is
 * reached, where it can (26 and later). To be called on the main thread; the result can be posted to the worker.
 */
export function describeProcess(): ProcessDescription {
  const options = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  const heapLimitBytes = oldGenerationLimit({
    limit: v8.getHeapStatistics().heap_size_limit,
    major: Number.parseInt(process.versions.node, 10),
    options,
  });
  const asked = hasRoom(heapLimitBytes) && askForNativeProfile();
  return {
    program: programName(),
    heapLimitBytes,
    nativeProfiles: asked ? folderOfNativeProfiles(options) : null,
  };
}

function programName(): string {
  const script = process.argv[1];
  const name = script === undefined ? "node" : `node ${shortPath(script)}`;
  return process.env["NODE_UNIQUE_ID"] === undefined ? name : `${name} (cluster worker)`;
}

/** Below the working directory as a user would write it, else whole. */
function shortPath(script: string): string {
  const inside = relative(process.cwd(), script);
  return inside === "" || inside.startsWith("..") ? script : inside;
}

/**
 * To write its profile Node lets the heap grow beyond its limit, by the size of the young generation. That must not be
 * what has the container ended.
 */
function hasRoom(heapLimitBytes: number): boolean {
  const { limitBytes } = containerMemory();
  return limitBytes === null || limitBytes - heapLimitBytes > roomBytes;
}

function askForNativeProfile(): boolean {
  const { setHeapProfileNearHeapLimit } = v8 as NativeProfiles;
  if (setHeapProfileNearHeapLimit === undefined) return false;
  try {
    setHeapProfileNearHeapLimit(1);
    return true;
  } catch {
    return false; // It does so already (--heap-prof-near-heap-limit), or may not.
  }
}

function folderOfNativeProfiles(options: string): string {
  const asked = /--diagnostic-dir(?:ectory)?[= ](\S+)/.exec(options)?.[1];
  return asked === undefined ? process.cwd() : resolve(asked);
}
