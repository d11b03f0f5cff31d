import { lstatSync, readdirSync, unlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readProfile, type Profile } from "#profile";
import type { LifeFacts } from "./life.ts";

/** A profile that Node itself left near the heap limit. */
export interface NativeProfile {
  readonly path: string;
  readonly atMs: number;
}

/** As Node names it: `Heap.20261122.154117.8364.0.001.heapprofile`, with pid and thread. */
const NAME = /^Heap\.\d{8}\.\d{6}\.(\d+)\.0\.\d+\.heapprofile$/;
const mostBytes = 256 * 2 ** 20;

/** The profiles that Node left of a life, oldest first. */
export function nativeProfilesOf({ pid, startedAtMs, nativeProfiles }: LifeFacts): NativeProfile[] {
  if (nativeProfiles === null || nativeProfiles === undefined) return [];
  try {
    return readdirSync(nativeProfiles)
      .filter((name) => Number(NAME.exec(name)?.[1]) === pid)
      .map((name) => join(nativeProfiles, name))
      .map((path) => ({ path, found: lstatSync(path) }))
      .filter(({ found }) => found.isFile() && found.size <= mostBytes && found.mtimeMs >= startedAtMs)
      .map(({ path, found }) => ({ path, atMs: Math.round(found.mtimeMs) }))
      .toSorted((a, b) => a.atMs - b.atMs);
  } catch {
    return []; // The folder is gone or not ours to read.
  }
}

/** Reads what Node left; null when it is not whole, as after a kill in the middle. */
export async function readNativeProfile({ path, atMs }: NativeProfile): Promise<Profile | null> {
  try {
    const bytes = await readFile(path);
    const profile = await readProfile(new Uint8Array(bytes), mostBytes);
    // The file does not tell its interval; it is that of `v8.startHeapProfile` and of the agent's sampler.
    return { ...profile, period: BigInt(512 * 1024), timeNanos: BigInt(atMs) * 1_000_000n };
  } catch {
    return null; // Not whole, or gone meanwhile.
  }
}

/** Takes away what was read. */
export function removeNativeProfile({ path }: NativeProfile): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process that starts in the same folder was first.
  }
}
