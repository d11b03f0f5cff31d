import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readLife, type LifeRecord } from "./life-record.ts";
import { readLifeName } from "./life.ts";
import { RecordingError } from "./recording-error.ts";

/** What is in a recorder's folder. */
export interface Recording {
  readonly folder: string;
  /** By their start, oldest first. */
  readonly lives: readonly LifeRecord[];
  /** The life that was asked for by its own folder; null when the whole folder was. */
  readonly asked: LifeRecord | null;
}

/**
 * Reads a recorder's folder (`.sawtooth`), or that of one life in it. Everything in it may be half-written, damaged or
 * somebody else's: what cannot be read is passed over. Throws a RecordingError when there is no such folder or no life in it.
 */
export function readRecording(path: string): Recording {
  const asked = resolve(path);
  const isLife = readLifeName(basename(asked)) !== null;
  const folder = isLife ? dirname(asked) : asked;
  const nowMs = Date.now();
  const lives = namesIn(folder, path)
    .flatMap((name) => readLife(join(folder, name), nowMs) ?? [])
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs || a.pid - b.pid);
  if (lives.length === 0)
    throw new RecordingError(
      "no-recording",
      `${path} holds no recording: give the folder the recorder writes to, '.sawtooth' in the service's working directory unless told otherwise`,
    );
  return { folder, lives, asked: isLife ? (lives.find((life) => life.folder === asked) ?? null) : null };
}

function namesIn(folder: string, asked: string): string[] {
  try {
    if (!statSync(folder).isDirectory())
      throw new RecordingError(
        "no-recording",
        `${asked} is a file: give the folder the flight recorder writes to, or read one profile with 'sawtooth pprof -top ${asked}'`,
      );
    return readdirSync(folder);
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    const denied = cause instanceof Error && "code" in cause && cause.code === "EACCES";
    const [code, what] = denied
      ? (["recording-unreadable", "may not be read: run as the user the service runs as"] as const)
      : (["no-recording", "does not exist: give the folder the flight recorder writes to"] as const);
    throw new RecordingError(code, `the folder ${asked} ${what}`, { cause });
  }
}
