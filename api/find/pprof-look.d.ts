import { type PprofTarget } from "#target";
import type { Finding } from "#verdict";
import type { FindOptions } from "./find-options.ts";
/**
 * Looks at a service through its heap profiles for the length of the window, each right after a collection, and says
 * which places in its code allocate what is never let go. Cut short by the signal, it takes a last look and answers from
 * what was seen. Changes nothing in the service.
 */
export declare function findInPprof(target: PprofTarget, options: FindOptions): Promise<Finding>;
