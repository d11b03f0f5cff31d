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
