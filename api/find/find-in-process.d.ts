import type { NodeTarget } from "#target";
import type { Finding } from "#verdict";
import type { FindOptions } from "./find-options.ts";
/**
 * Looks at a running Node process for the length of the window and says what only grows. Takes no heap snapshot, and
 * everything it put in out again; the caller closes the target.
 */
export declare function findInProcess(target: NodeTarget, options: FindOptions): Promise<Finding>;
