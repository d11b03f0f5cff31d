import { free, type CapturePlan } from "#heapfile";
import type { Finding } from "#verdict";

/** Whether snapshots are taken, and why not. */
export type SnapshotChoice =
  | { readonly take: true }
  /** `reason` is for the user: null where there is no need of any. */
  | { readonly take: false; readonly reason: string | null };

/** Nobody who did not ask for snapshots has their process stand still for longer, by the worst of the estimate. */
const longestUnaskedMs = 1000;

/**
 * Whether two snapshots are the next look at a target. When asked for, unless they would end it. Otherwise only when what
 * was seen does not explain how JavaScript's memory grows, and they cost the target next to nothing.
 */
export function snapshotChoice({ unexplained }: Finding, plan: CapturePlan, asked: boolean): SnapshotChoice {
  const { verdict, extraBytes, pauseMs, tightest } = plan;
  const needed = unexplained !== null && /^(?:heap|buffers|external)$/u.test(unexplained.kind);
  if (!asked && !needed) return { take: false, reason: null };
  if (verdict === "too-dangerous" && tightest !== null) {
    const left = `its ${tightest.kind} leaves ${megabytes(free(tightest))}`;
    return {
      take: false,
      reason: `Heap snapshots would most likely end the process: one needs up to ${megabytes(extraBytes[1])} more memory and ${left}. Raise the limit, or look at an instance that has more.`,
    };
  }
  if (asked) return { take: true };
  const room = tightest === null ? 0 : free(tightest);
  if (pauseMs[1] <= longestUnaskedMs && room >= extraBytes[1]) return { take: true };
  return {
    take: false,
    reason: `Run again with --snapshot: it compares two heap snapshots and names what holds it. ${priceOf(plan)}`,
  };
}

/** What each of the snapshots costs the target, as a sentence. */
export function priceOf({ pauseMs, extraBytes, tightest }: CapturePlan): string {
  const room =
    tightest === null
      ? "how much there is cannot be seen from here"
      : `${megabytes(free(tightest))} free of its ${tightest.kind}`;
  return `The process stands still for each, about ${seconds(pauseMs[0])} to ${seconds(pauseMs[1])} s, and needs up to ${megabytes(extraBytes[1])} more memory meanwhile (${room}).`;
}

function megabytes(bytes: number): string {
  return bytes >= 10 * 2 ** 30 ? `${Math.round(bytes / 2 ** 30)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}

function seconds(ms: number): string {
  return ms < 9500 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000));
}
