import { type ProcessLimit } from "./memory-limits.ts";
/** A service on this machine whose process we may read about in /proc. */
export interface LocalService {
    readonly pid: number;
    readonly uptimeSeconds: number;
}
/**
 * The process behind a loopback address, when it is one of ours on this machine: it holds the listening port and its
 * command line is the one the service tells of itself, so a port-forward is never mistaken for what is behind it.
 * null when it cannot be known.
 */
export declare function findLocalService(url: URL, command: readonly string[] | null): LocalService | null;
/** Limits of a local process: its container's and the machine's. */
export declare function serviceLimits(service: LocalService): ProcessLimit[];
/** Resident size of a local process, bytes; null once it has ended. */
export declare function residentSize({ pid }: LocalService): number | null;
