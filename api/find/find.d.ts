import type { Finding } from "#verdict";
import type { SnapshotOptions } from "./find-options.ts";
/** How to reach a target, and how to look at it. */
export interface FindTargetOptions extends SnapshotOptions {
    /** Send SIGUSR1 even where it cannot be seen whether the program handles it itself. */
    readonly allowSignal?: boolean;
}
/**
 * Looks at a target for the length of the window and says what leaks: a pid, an inspector (`ws://…`, `host:port`) a
 * service with /debug/pprof/ (`http://…`), or reads the folder of a flight recorder (`./.sawtooth`). Leaves the target as it was. Throws a TargetError that says why it cannot be
 * looked at and what to do.
 */
export declare function find(target: string | number, options: FindTargetOptions): Promise<Finding>;
/** Starts a command, looks at the Node process that runs the program, and ends it again. */
export declare function findInCommand(command: readonly string[], options: FindTargetOptions): Promise<Finding>;
