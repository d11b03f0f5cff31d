import { forecastOf, ranked } from "./join.ts";
import type { Finding, Leak, Unexplained } from "./finding.ts";
import { isSameHolder, type NamedHolder } from "./same-holder.ts";

/** A leak that two snapshots showed, and what else they say holds the same entries. */
export interface SnapshotLeak {
  readonly leak: Leak;
  readonly coHolders: readonly NamedHolder[];
}

/** What two snapshots of a target, taken after a finding was made of it, showed. */
export interface SnapshotAnswer {
  readonly leaks: readonly SnapshotLeak[];
  /** Bytes by which what was alive grew from one to the other, and the time between them. */
  readonly grown: number;
  readonly seconds: number;
  /** What they cost the target: each stopped it for so long, milliseconds. */
  readonly pausesMs: readonly number[];
  /** Collections that were counted again and again, and found to be healthy: that has more weight than two snapshots. */
  readonly healthy: readonly NamedHolder[];
  readonly notes: readonly string[];
}

/**
 * A finding with what snapshots add to it: leaks that the counts did not name. What they explain is no longer unexplained;
 * a leak that the finding has is not told twice.
 */
export function joinSnapshots(finding: Finding, answer: SnapshotAnswer): Finding {
  const known = finding.leaks.flatMap(({ holder }) => holder ?? []);
  const fresh = answer.leaks
    .filter(({ leak, coHolders }) => {
      const names = [...(leak.holder === null ? [] : [leak.holder]), ...coHolders];
      return !names.some((name) => [...known, ...answer.healthy].some((other) => isSameHolder(name, other)));
    })
    .map(({ leak }) => withForecast(leak, finding));
  const { evidence } = finding;
  const pause = answer.pausesMs.reduce((sum, ms) => sum + ms, 0);
  return {
    ...finding,
    leaks: ranked([...finding.leaks, ...fresh]),
    unexplained: stillUnexplained(finding.unexplained, fresh, answer),
    evidence: {
      ...evidence,
      cpuMs: evidence.cpuMs === null ? null : Math.round(evidence.cpuMs + pause),
      longestPauseMs:
        evidence.longestPauseMs === null
          ? null
          : Math.round(Math.max(evidence.longestPauseMs, ...answer.pausesMs)),
    },
    notes: [...finding.notes, ...answer.notes],
  };
}

function withForecast(leak: Leak, { memory }: Finding): Leak {
  const { perHour } = leak.bytes;
  return perHour === null ? leak : { ...leak, forecast: forecastOf(memory.limits, perHour) };
}

/** Snapshots see neither native memory nor fragmentation; of the rest they are the last word. */
function stillUnexplained(
  unexplained: Unexplained | null,
  fresh: readonly Leak[],
  { grown, seconds }: SnapshotAnswer,
): Unexplained | null {
  if (unexplained === null || unexplained.kind === "native" || unexplained.kind === "fragmentation") {
    return unexplained;
  }
  const explained = fresh.reduce((sum, { bytes }) => sum + ((bytes.perHour ?? 0) * seconds) / 3600, 0);
  if (explained >= grown / 2 && explained > 0) return null;
  if (fresh.length > 0) return { ...unexplained, meaning: "More grows than the leaks above hold.", next: [] };
  if (grown < unexplained.bytes / 2)
    return {
      ...unexplained,
      next: [
        "Two heap snapshots were compared, and do not show it either: native code holds it, not JavaScript.",
      ],
    };
  return {
    ...unexplained,
    meaning:
      "Two heap snapshots were compared, and nothing in them kept growing as a leak does: what came was made ready once, or is at work at the moment.",
    next: ["Look again while more of the usual work is done, for longer: --for 5m --snapshot."],
  };
}
