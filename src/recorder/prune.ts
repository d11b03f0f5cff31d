import { lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { readFacts } from "./facts-file.ts";
import { mayStillRun } from "./liveness.ts";
import { readLifeName } from "./life.ts";

/** What all lives in a folder may take. */
export interface FolderRoom {
  readonly bytes: number;
  /** Ended lives. */
  readonly lives: number;
}

/** What pruning left: how many lives run, this one among them, and the folders of those that have ended. */
export interface Pruned {
  readonly running: number;
  readonly ended: readonly string[];
}

interface Found {
  readonly path: string;
  readonly startedAtMs: number;
  readonly running: boolean;
  readonly bytes: number;
}

/**
 * Takes away the oldest ended lives until the rest fits. A life that runs, in this process or another, is left alone, and
 * so is everything that the recorder did not name. Several processes may do this at once: what one has taken away the
 * other finds gone. Never follows a link.
 */
export function prune(folder: string, own: string, room: FolderRoom, nowMs: number): Pruned {
  const lives = readdirSync(folder).flatMap((name): Found[] => {
    const named = readLifeName(name);
    const path = join(folder, name);
    if (named === null || !isFolder(path)) return [];
    const running = path === own || mayStillRun(path, readFacts(path), nowMs);
    return [{ path, startedAtMs: named.startedAtMs, running, bytes: sizeOf(path) }];
  });
  const ended = lives.filter(({ running }) => !running).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  let bytes = lives.reduce((sum, life) => sum + life.bytes, 0);
  const surplus = ended.findIndex((life, gone) => {
    if (ended.length - gone <= room.lives && bytes <= room.bytes) return true;
    bytes -= life.bytes;
    return false;
  });
  const removed = surplus < 0 ? ended.length : surplus;
  for (const life of ended.slice(0, removed)) removeLife(life.path);
  return { running: lives.length - ended.length, ended: ended.slice(removed).map(({ path }) => path) };
}

function removeLife(path: string): void {
  for (const name of namesIn(path)) attempt(() => unlinkSync(join(path, name)));
  // A folder in which somebody keeps a folder of their own is not empty now, and stays.
  attempt(() => rmdirSync(path));
}

function sizeOf(path: string): number {
  return namesIn(path).reduce((sum, name) => {
    let size = 0;
    attempt(() => (size = lstatSync(join(path, name)).size));
    return sum + size;
  }, 0);
}

function isFolder(path: string): boolean {
  let found = false;
  attempt(() => (found = lstatSync(path).isDirectory()));
  return found;
}

function namesIn(path: string): string[] {
  let names: string[] = [];
  attempt(() => (names = readdirSync(path)));
  return names;
}

/** Another process prunes the same folder: what it took away is what we wanted gone. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing was lost that we wanted to keep.
  }
}
