import type { Detector } from "./detector.ts";
import { findDetector } from "./find-detector.ts";
import { slopeDetector } from "./slope-detector.ts";

/** Every detector by its name. */
export const detectors: Readonly<Record<string, Detector>> = {
  find: findDetector(),
  slope: slopeDetector,
};
