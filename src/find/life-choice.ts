import type { LifeRecord, Recording } from "#recorder";
import { endingOf } from "./life-ending.ts";

/** Two processes overlap when one started so long before the other was last seen. */
const overlapMs = 1000;

/**
 * The life a reader wants to know about: the one asked for; else the newest that ended badly; else the newest that ended;
 * else the newest.
 */
export function judgedLife({ lives, asked }: Recording): LifeRecord {
  if (asked !== null) return asked;
  const newest = (wanted: (life: LifeRecord) => boolean): LifeRecord | undefined =>
    lives
      .filter(wanted)
      .toSorted((a, b) => a.lastSeenMs - b.lastSeenMs)
      .at(-1);
  return (
    newest((life) => !life.running && !endedWell(life)) ?? newest((life) => !life.running) ?? lives.at(-1)!
  );
}

function endedWell(life: LifeRecord): boolean {
  const { cause, exitCode } = endingOf(life);
  return cause === "exit" && (exitCode === null || exitCode === 0);
}

/**
 * The lives that led to one: of the same program, each over before the next began, so that of a cluster's processes it
 * is one line of successors. Oldest first, the life itself last.
 */
export function livesUpTo(life: LifeRecord, lives: readonly LifeRecord[]): LifeRecord[] {
  const chain = [life];
  const earlier = lives
    .filter(
      ({ facts, startedAtMs }) => facts?.program === life.facts?.program && startedAtMs < life.startedAtMs,
    )
    .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs);
  for (const before of earlier) {
    if (before.lastSeenMs <= chain[0]!.startedAtMs + overlapMs) chain.unshift(before);
  }
  return chain;
}
