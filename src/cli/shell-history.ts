import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Lines kept. */
const MOST_LINES = 1000;

/** Where lines that were typed are kept: in the user's folder for state. */
export function historyFile(environment: NodeJS.ProcessEnv): string {
  const state = environment["XDG_STATE_HOME"] ?? "";
  return join(state === "" ? join(homedir(), ".local/state") : state, "sawtooth", "pprof-history");
}

/** The lines of earlier sessions, the newest first; none where they cannot be read. */
export function readHistory(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .slice(-MOST_LINES)
      .reverse();
  } catch {
    // A first session, or a home that cannot be read: the shell works without.
    return [];
  }
}

/** Keeps lines, the newest first, for later sessions; a home that cannot be written to is no reason to fail. */
export function writeHistory(file: string, lines: readonly string[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const kept = lines.slice(0, MOST_LINES).toReversed();
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, kept.map((line) => `${line}\n`).join(""), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // Only what was typed is lost.
  }
}
