import { statSync } from "node:fs";
import { join } from "node:path";
import { readEnd } from "./end.ts";
import { identityOf, type LifeFacts, type ProcessIdentity } from "./life.ts";
import { MEMORY_FILE } from "./memory-log.ts";

/** A recorder writes every second; one that has not for so long is gone, or its machine slept. */
const silentMs = 5 * 60_000;

/**
 * Whether the process of a life may still run: it has not said that it ended, and it is there, or it is where we cannot
 * see it (another machine or container that shares the folder) and wrote a short while ago.
 */
export function mayStillRun(lifeFolder: string, facts: LifeFacts | null, nowMs: number): boolean {
  if (readEnd(lifeFolder) !== null) return false;
  const wroteMs = lastWritten(lifeFolder);
  if (facts === null) return nowMs - wroteMs < silentMs;
  const here = identityOf("self");
  if (!isVisible(facts.identity, here)) return nowMs - wroteMs < silentMs;
  return isThere(facts);
}

function isVisible(its: ProcessIdentity, ours: ProcessIdentity): boolean {
  return its.host === ours.host && its.boot === ours.boot && its.pidNamespace === ours.pidNamespace;
}

function isThere({ pid, identity }: LifeFacts): boolean {
  if (identity.startTicks !== null) return identityOf(pid).startTicks === identity.startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When the life's series was last written to, or its folder made; 0 when neither is there. */
function lastWritten(lifeFolder: string): number {
  for (const path of [join(lifeFolder, MEMORY_FILE), lifeFolder]) {
    try {
      return statSync(path).mtimeMs;
    } catch {
      // A life that ended within its first second has no series.
    }
  }
  return 0;
}
