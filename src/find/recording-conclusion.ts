import { relative } from "node:path";
import { readRecording, type LifeRecord, type Recording } from "#recorder";
import {
  PROFILE_SAYS_WHERE_NOT_WHO,
  type Finding,
  type Leak,
  type MemoryPoint,
  type Range,
  type Recorded,
  type RecordedLife,
  type Unexplained,
} from "#verdict";
import { judgedLife, livesUpTo } from "./life-choice.ts";
import { endingOf } from "./life-ending.ts";
import { leaksOf } from "./recorded-leaks.ts";
import { growthOf, limitsOf, pointsOf } from "./recorded-memory.ts";
import { looksOf, type RecordedLooks } from "./recorded-profiles.ts";

const fewestUnexplained = 4 * 2 ** 20;

/**
 * The finding about the process that a flight recorder's folder tells of: what leaked in it, what ended it, and the lives
 * before. Reads only. Throws a RecordingError when there is no recording.
 */
export async function findInRecording(folder: string): Promise<Finding> {
  const recording = readRecording(folder);
  const life = judgedLife(recording);
  const ending = endingOf(life);
  const recorded = await looksOf(life);
  const limits = limitsOf(life);
  const leaks = await leaksOf({ life, recorded, ending, limits });
  const points = pointsOf(life);
  const perHour = growthOf(points);
  const seconds = (life.lastSeenMs - life.startedAtMs) / 1000;
  return {
    version: 1,
    target: {
      kind: "recording",
      name: `${life.facts?.program ?? "node"} (pid ${life.pid})`,
      pid: life.pid,
      url: null,
      node: life.facts?.node ?? null,
      uptimeSeconds: null,
    },
    window: {
      startedAt: new Date(life.startedAtMs).toISOString(),
      seconds,
      looks: recorded.profiles,
      endedEarly: false,
    },
    memory: { points, limits, perHour },
    leaks,
    unexplained: unexplained(perHour, leaks, seconds, points),
    evidence: {
      cpuMs: null,
      longestPauseMs: null,
      functions: 0,
      objects: 0,
      collections: 0,
      sampledInserts: 0,
      complete: true,
    },
    notes: notes(recording, life, recorded, leaks),
    recording: {
      folder,
      ending,
      lives: livesUpTo(life, recording.lives).map(lifeOf),
      profiles: profilesOf(life),
    },
  };
}

function lifeOf(life: LifeRecord): RecordedLife {
  return {
    pid: life.pid,
    startedAt: new Date(life.startedAtMs).toISOString(),
    seconds: (life.lastSeenMs - life.startedAtMs) / 1000,
    cause: endingOf(life).cause,
    points: pointsOf(life),
  };
}

function profilesOf({ profiles }: LifeRecord): Recorded["profiles"] {
  return profiles.map(({ path, atMs, nearLimit }) => ({
    path: shortPath(path),
    at: new Date(atMs).toISOString(),
    nearLimit,
  }));
}

/** As a user would type it: relative to the working directory where it lies below. */
function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

function unexplained(
  perHour: Range | null,
  leaks: readonly Leak[],
  seconds: number,
  points: readonly MemoryPoint[],
): Unexplained | null {
  if (perHour === null) return null;
  const explained = leaks.reduce((sum, { bytes }) => sum + (bytes.perHour ?? 0), 0);
  const bytes = ((perHour.low - explained * 2) * seconds) / 3600;
  if (bytes < fewestUnexplained || perHour.low < explained * 2) return null;
  const buffers = (points.at(-1)?.arrayBuffers ?? 0) - (points[0]?.arrayBuffers ?? 0);
  const told = { bytes: Math.round(bytes), parts: null };
  if (buffers > bytes / 2)
    return {
      ...told,
      kind: "buffers",
      meaning: "It is the contents of Buffers and ArrayBuffers, which a heap profile does not show.",
      next: ["Look at the service while it runs (sawtooth find PID) to see who holds them."],
    };
  return {
    ...told,
    kind: "heap",
    meaning:
      leaks.length === 0
        ? "The heap grew, but no one place in the code kept growing from profile to profile."
        : "More grew than the places above account for.",
    next: ["Look at the service while it runs (sawtooth find PID)."],
  };
}

function notes(
  { lives }: Recording,
  life: LifeRecord,
  { profiles, damaged }: RecordedLooks,
  leaks: readonly Leak[],
): string[] {
  const result: string[] = [];
  if (life.facts === null)
    result.push("What the process was could not be read: its facts are damaged or gone.");
  if (profiles === 0)
    result.push("It left no heap profile, so the place that allocates what stays is not known.");
  else if (profiles === 1)
    result.push("It left one heap profile: what it held is known, how it grew is not.");
  if (damaged > 0) result.push(`${damaged} of its profiles could not be read.`);
  if (leaks.some(({ holder }) => holder === null)) result.push(PROFILE_SAYS_WHERE_NOT_WHO);
  if (leaks.some(({ holder, site }) => holder === null && site?.file.startsWith("node:") === true))
    result.push(
      "V8 charges a function that was inlined to the one around it, here one of Node's own: a look at the service while it runs (sawtooth find PID) tells which it is.",
    );
  const others = lives.filter(
    (other) => other !== life && other.startedAtMs < life.lastSeenMs && other.lastSeenMs > life.startedAtMs,
  );
  if (others.length > 0)
    result.push(
      `${others.length} more ${others.length === 1 ? "process" : "processes"} recorded here at the same time; name the folder of one to hear of it, such as ${shortPath(others[0]!.folder)}`,
    );
  return result;
}
