import { readFileSync } from "node:fs";
import { containerLimit } from "#target";

/** What the container of this process says of its memory. */
export interface ContainerMemory {
  /** null when no limit is set. */
  readonly limitBytes: number | null;
  readonly usedBytes: number | null;
}

const everyMs = 900;
let newest: ContainerMemory = { limitBytes: null, usedBytes: null };
let readAtMs = Number.NEGATIVE_INFINITY;

/** As `readContainerMemory`, at most about once a second: it reads half a dozen files. */
export function containerMemory(): ContainerMemory {
  if (performance.now() - readAtMs < everyMs) return newest;
  readAtMs = performance.now();
  newest = readContainerMemory();
  return newest;
}

/** The limit nearest to full of this process's cgroups, and what it counts as used now; nulls without one. */
function readContainerMemory(): ContainerMemory {
  const found = process.platform === "linux" ? containerLimit(process.pid) : null;
  return { limitBytes: found?.bytes ?? null, usedBytes: found?.usedBytes ?? null };
}

/** How many processes the kernel has killed in this container for want of memory; null when it does not tell. */
export function oomKills(): number | null {
  try {
    const path = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "";
    const events = readFileSync(`/sys/fs/cgroup${path}/memory.events`, "utf8");
    const count = /^oom_kill (\d+)$/m.exec(events)?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null; // No cgroup version 2, or not shown to us.
  }
}
