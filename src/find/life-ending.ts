import type { LifeRecord } from "#recorder";
import type { Ending } from "#verdict";

/** What the heap or the container held when the process was last seen, of its limit. */
interface Fill {
  readonly share: number;
  readonly bytes: number;
  readonly limitBytes: number;
}

/** A heap this full at the end ran out, and one less full when the recorder saw it coming. */
const fullHeap = 0.9;
const fullHeapForeseen = 0.72;
const fullContainer = 0.9;
/** What the last stretch of a life is; V8 can be busy collecting for so long before it gives up. */
const lastMs = 30_000;
const MEBIBYTE = 2 ** 20;

/** How a process ended: what it said itself, else what its memory did last. */
export function endingOf(life: LifeRecord): Ending {
  const at = new Date(life.lastSeenMs).toISOString();
  const known = (cause: Ending["cause"], detail: string, exitCode: number | null = null): Ending => ({
    cause,
    certain: true,
    at,
    exitCode,
    detail,
  });
  if (life.running) return known("running", "The process is still there.");
  if (life.end !== null) return said(life.end, known);
  const heap = heapFill(life);
  const heapText = heap === null ? "" : ` ${fillText(heap)}`;
  if (life.profiles.some(({ atLimit }) => atLimit))
    return known("heap limit", "Node left a profile of its own when V8 reached the limit.");
  if (ranOutOfHeap(life, heap))
    return { ...known("heap limit", `It ended without a word.${heapText}`), certain: false };
  const container = containerFill(life);
  if (container !== null && container.share >= fullContainer) {
    const detail = `It ended without a word, as the kernel ends what needs more memory than its container may have. ${fillText(container)}`;
    return { ...known("container limit", detail), certain: false };
  }
  return {
    ...known(
      "killed",
      `It ended without a word, and not for want of memory as far as is known: SIGKILL, another signal it did not handle, or a crash.${heapText}`,
    ),
    certain: false,
  };
}

function said(
  { exitCode, uncaught }: NonNullable<LifeRecord["end"]>,
  known: (cause: Ending["cause"], detail: string, exitCode: number | null) => Ending,
): Ending {
  if (uncaught !== null) return known("uncaught exception", `Nobody caught ${uncaught}.`, exitCode);
  const code = exitCode === null ? "" : ` with exit code ${exitCode}`;
  return known("exit", `It ended by itself${code}.`, exitCode);
}

function ranOutOfHeap(life: LifeRecord, heap: Fill | null): boolean {
  if (heap === null) return false;
  const foreseen = life.profiles.some(
    ({ nearLimit, atMs }) => nearLimit && atMs > life.lastSeenMs - lastMs * 2,
  );
  return heap.share >= (foreseen ? fullHeapForeseen : fullHeap);
}

function heapFill({ facts, memory, lastSeenMs }: LifeRecord): Fill | null {
  return fill(
    facts?.heapLimitBytes ?? null,
    memory.filter(({ atMs }) => atMs > lastSeenMs - lastMs).map(({ heapUsed }) => heapUsed),
  );
}

function containerFill({ facts, memory }: LifeRecord): Fill | null {
  return fill(
    facts?.containerLimitBytes ?? null,
    memory.slice(-3).map(({ containerUsed }) => containerUsed),
  );
}

function fill(limitBytes: number | null, used: readonly (number | null)[]): Fill | null {
  const bytes = Math.max(...used.filter((value) => value !== null));
  if (limitBytes === null || !Number.isFinite(bytes)) return null;
  return { share: bytes / limitBytes, bytes, limitBytes };
}

function fillText({ bytes, limitBytes }: Fill): string {
  const [used, limit] = [bytes, limitBytes].map((value) => Math.round(value / MEBIBYTE));
  return `${used} of ${limit} MiB were in use when it was last seen.`;
}
