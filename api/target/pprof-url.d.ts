import { type Profile } from "#profile";
import { type GoMemory } from "./go-memory.ts";
import { type LocalService } from "./local-service.ts";
import type { ProcessLimit } from "./memory-limits.ts";
export interface PprofOptions {
    /** For each request; 30 s by default: a heap profile with `gc=1` waits for a full collection. */
    readonly timeoutMs?: number;
    /** Largest profile that is read, uncompressed; 512 MiB by default. */
    readonly maximumBytes?: number;
}
/**
 * A service that serves Go-style profiles below /debug/pprof/. Holds no connection and changes nothing in the service;
 * every call is one or two requests. Errors are TargetErrors of one line.
 */
export declare class PprofTarget {
    #private;
    /** The service's `/debug/pprof/`, without credentials. */
    readonly url: string;
    /** Name of the program, when the service tells: `leakserver`. Its arguments may be secret and are not kept. */
    readonly program: string | null;
    /** The process, when it is on this machine and ours to read about. */
    readonly local: LocalService | null;
    private constructor();
    /** Checks that profiles are served at an address a user gave, and learns what the service tells of itself. */
    static open(text: string, options?: PprofOptions, signal?: AbortSignal): Promise<PprofTarget>;
    /** The heap profile right after a full collection, which this asks the service to make. */
    heap(signal?: AbortSignal): Promise<Profile>;
    /** Memory as Go's runtime counts it; null when the service does not tell, as one that is not Go may not. */
    memory(signal?: AbortSignal): Promise<GoMemory | null>;
    /** Resident size of a local process, bytes; null where it cannot be known. */
    residentBytes(): number | null;
    /** Limits on a local process; none are known of a remote one. */
    limits(): ProcessLimit[];
}
