import { join } from "node:path";
import type { Detector } from "./detector.ts";
import { diffDetector } from "./diff-detector.ts";
import { findDetector } from "./find-detector.ts";
import { memlabDetector } from "./memlab-detector.ts";
import { pprofDetector } from "./pprof-detector.ts";
import { slopeDetector } from "./slope-detector.ts";

const builtCommand = join(import.meta.dirname, "../../dist/cli/bin.js");

/** Every detector by its name; `command` is the build of sawtooth that `find` and `diff` run. */
export function detectorsWith(command: string = builtCommand): Readonly<Record<string, Detector>> {
  return {
    find: findDetector(command),
    diff: diffDetector(command),
    slope: slopeDetector,
    pprof: pprofDetector,
    memlab: memlabDetector,
  };
}
