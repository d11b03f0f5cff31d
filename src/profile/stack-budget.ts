import { ProfileFormatError } from "./format-error.ts";

/** Frames that the stacks of a profile made from a tree may have together: about 128 MiB. */
const MOST_FRAMES = 1 << 25;

/**
 * Counts frames while a tree of calls is turned into stacks. A tree of n calls can have n²/2 frames in its stacks, so a
 * small file could ask for any amount of memory; no profiler's does.
 */
export class StackBudget {
  #frames = 0;

  /** Counts a stack. Throws ProfileFormatError when there are too many frames. */
  spend(depth: number): void {
    this.#frames += depth;
    if (this.#frames > MOST_FRAMES) {
      throw new ProfileFormatError(
        "too large",
        `a tree whose stacks have more than ${MOST_FRAMES} frames together, the most allowed`,
        null,
      );
    }
  }
}
