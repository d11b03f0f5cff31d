import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./atomic-file.ts";
import { decodeChecked, encodeChecked } from "./checked-json.ts";

/** How a process said that it ended. One that was killed, or ran out of memory, says nothing. */
export interface RecordedEnd {
  readonly atMs: number;
  readonly exitCode: number | null;
  /** The message of the error nobody caught, in one line; null when there was none. */
  readonly uncaught: string | null;
}

const END_FILE = "end.json";
const mostMessage = 500;

/**
 * Writes down that this process ends, and how. For the main thread's `exit` event: it takes one synchronous write, never
 * throws and says nothing. Does nothing when the life has no folder.
 */
export function recordEnd(
  lifeFolder: string,
  {
    exitCode = null,
    uncaught = null,
  }: { readonly exitCode?: number | null; readonly uncaught?: unknown } = {},
): void {
  const end: RecordedEnd = {
    atMs: Date.now(),
    exitCode,
    uncaught: uncaught === null ? null : oneLine(uncaught),
  };
  try {
    writeAtomically(lifeFolder, END_FILE, encodeChecked(end), { sync: false });
  } catch {
    // The process ends either way, and its reader then says that the end was not recorded.
  }
}

/** How the process of a life's folder said that it ended; null when it said nothing. */
export function readEnd(lifeFolder: string): RecordedEnd | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(lifeFolder, END_FILE));
  } catch {
    return null; // The usual case: a running process, or one that was killed.
  }
  const end = decodeChecked(bytes) as Partial<RecordedEnd> | null;
  if (typeof end?.atMs !== "number") return null;
  return {
    atMs: end.atMs,
    exitCode: typeof end.exitCode === "number" ? end.exitCode : null,
    uncaught: typeof end.uncaught === "string" ? end.uncaught : null,
  };
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (text.split("\n")[0] ?? "").slice(0, mostMessage);
}
