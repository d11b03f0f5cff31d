/** A limit on memory and how much of what it counts is in use, bytes. */
export interface ProcessLimit {
    readonly kind: "heap limit" | "container limit" | "machine memory";
    readonly bytes: number;
    readonly usedBytes: number;
}
/** The limits the operating system sets on a process: its cgroups' (v1 and v2) and the machine's. */
export declare function systemLimits(pid: number, root?: string): ProcessLimit[];
/** The nearest to full of the memory limits from a process's cgroup up to the root; null when none is set. */
export declare function containerLimit(pid: number, root?: string): ProcessLimit | null;
