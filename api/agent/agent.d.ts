import { type Mounts } from "./mounts.ts";
import { type StartOptions } from "./options.ts";
/** The agent of this process. */
export interface Agent extends Mounts {
    /** Where it serves, such as `http://127.0.0.1:6060`; null where it serves through mounted handlers only. Never rejects. */
    readonly ready: Promise<string | null>;
    /** Stops serving and sampling. What it had in the process is gone when this resolves. */
    stop(): Promise<void>;
}
/**
 * Starts the agent of this process: samples the allocations of the main thread, and serves what is known of it. There is one:
 * a second call gives the first one's handle. Throws AgentOptionError for options that cannot be used; whatever else goes
 * wrong costs a line on stderr and no more.
 */
export declare function start(options?: StartOptions): Agent;
