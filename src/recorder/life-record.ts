import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { basename, join } from "node:path";
import type { Finding } from "#verdict";
import { decodeChecked } from "./checked-json.ts";
import { readEnd, type RecordedEnd } from "./end.ts";
import { readFacts } from "./facts-file.ts";
import { readLifeName, type LifeFacts } from "./life.ts";
import { FINDING_FILE, storedProfiles } from "./life-folder.ts";
import { mayStillRun } from "./liveness.ts";
import { readLines, type MemoryRecord } from "./memory-lines.ts";
import { MEMORY_FILE } from "./memory-log.ts";
import { nativeProfilesOf } from "./native-profile.ts";

/** A profile that a life left. */
export interface RecordedProfile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly nearLimit: boolean;
  /** Left by Node itself when the limit was reached. */
  readonly atLimit: boolean;
}

/** All that the recorder kept of one process. */
export interface LifeRecord {
  readonly folder: string;
  readonly pid: number;
  readonly startedAtMs: number;
  /** null when they could not be read: the rest still can. */
  readonly facts: LifeFacts | null;
  /** In order of time. */
  readonly memory: readonly MemoryRecord[];
  /** In order of time. */
  readonly profiles: readonly RecordedProfile[];
  readonly finding: { readonly atMs: number; readonly finding: Finding } | null;
  readonly end: RecordedEnd | null;
  /** The process may still be there. */
  readonly running: boolean;
  /** The newest sign of life, milliseconds since 1970. */
  readonly lastSeenMs: number;
}

const mostBytes = 16 * 2 ** 20;

/** Reads a life's folder; null when it is none. What is damaged or was never ours is passed over. */
export function readLife(folder: string, nowMs: number): LifeRecord | null {
  const named = readLifeName(basename(folder));
  if (named === null || !isFolder(folder)) return null;
  const facts = readFacts(folder);
  const memory = readLines(readUpTo(join(folder, MEMORY_FILE)).toString("utf8"));
  const profiles = [
    ...storedProfiles(folder).map(({ name, atMs, nearLimit, atLimit }) => ({
      path: join(folder, name),
      atMs,
      nearLimit,
      atLimit,
    })),
    ...(facts === null ? [] : nativeProfilesOf(facts)).map(({ path, atMs }) => ({
      path,
      atMs,
      nearLimit: true,
      atLimit: true,
    })),
  ].toSorted((a, b) => a.atMs - b.atMs);
  const end = readEnd(folder);
  const startedAtMs = facts?.startedAtMs ?? named.startedAtMs;
  const signs = [startedAtMs, memory.at(-1)?.atMs ?? 0, profiles.at(-1)?.atMs ?? 0, end?.atMs ?? 0];
  return {
    folder,
    pid: named.pid,
    startedAtMs,
    facts,
    memory,
    profiles,
    finding: readFinding(folder),
    end,
    running: mayStillRun(folder, facts, nowMs),
    lastSeenMs: Math.max(...signs),
  };
}

function readFinding(folder: string): LifeRecord["finding"] {
  const kept = decodeChecked(readUpTo(join(folder, FINDING_FILE))) as LifeRecord["finding"];
  return kept !== null && typeof kept.atMs === "number" && kept.finding?.version === 1 ? kept : null;
}

/** The beginning of a file, as much of it as the recorder could have written; empty when there is none. */
function readUpTo(path: string): Buffer {
  try {
    if (!lstatSync(path).isFile()) return Buffer.alloc(0);
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(Math.min(mostBytes, lstatSync(path).size));
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0); // Gone, or not ours to read: as good as not recorded.
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
