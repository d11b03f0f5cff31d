import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeProfile, type Profile } from "#profile";
import type { Finding } from "#verdict";
import { writeAtomically } from "./atomic-file.ts";
import { encodeChecked } from "./checked-json.ts";
import type { LifeFacts } from "./life.ts";
import { profileName, readProfileName, type ProfileTaken, type StoredProfile } from "./profile-name.ts";
import { surplusByAge } from "./ring.ts";

export const FACTS_FILE = "life.json";
export const FINDING_FILE = "finding.json";
/** Of the profiles near the limit the first is kept, to see what grew since, and the newest. */
const mostNearLimit = 4;
const graceMs = 60_000;

/** The folder is there and does not belong to us. */
class ForeignFolderError extends Error {
  readonly code = "foreign-folder";
}

/** The folder of one life and what is in it. Every method throws what the file system says. */
export class LifeFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder, and the one above it, and writes down the facts. */
  static create(path: string, facts: LifeFacts): LifeFolder {
    makeTop(dirname(path));
    makeFolder(path);
    const life = new LifeFolder(path);
    writeAtomically(path, FACTS_FILE, encodeChecked(facts));
    return life;
  }

  /** The folder of a life that was begun. */
  static open(path: string): LifeFolder {
    return new LifeFolder(path);
  }

  /** Keeps a profile, and drops those that the ring has no room for. */
  keepProfile(profile: Profile, kept: ProfileTaken, room: ProfileRoom): void {
    const bytes = gzipSync(encodeProfile(profile));
    if (bytes.length > room.bytes / 2) return;
    writeAtomically(this.path, profileName(kept), bytes);
    for (const { name } of this.#surplus(kept.atMs, room)) unlinkSync(join(this.path, name));
  }

  /** Keeps the newest finding in place of the one before. */
  keepFinding(finding: Finding, atMs: number): void {
    writeAtomically(this.path, FINDING_FILE, encodeChecked({ atMs, finding }));
  }

  #surplus(nowMs: number, room: ProfileRoom): StoredProfile[] {
    const all = storedProfiles(this.path);
    const usual = all.filter(({ nearLimit }) => !nearLimit);
    const near = all.filter(({ nearLimit, atLimit }) => nearLimit && !atLimit);
    const surplus = [
      ...surplusByAge(usual, room.profiles, nowMs, graceMs),
      ...near.slice(1, 1 + Math.max(0, near.length - mostNearLimit)),
    ];
    let left = all.filter((one) => !surplus.includes(one)).reduce((sum, { bytes }) => sum + bytes, 0);
    // By size as by number: the ring gets coarser, its first and its newest stay.
    const still = usual.filter((one) => !surplus.includes(one));
    for (let most = still.length - 1; left > room.bytes && most >= 2; most--) {
      const [next] = surplusByAge(
        still.filter((one) => !surplus.includes(one)),
        most,
        nowMs,
        graceMs,
      );
      if (next === undefined) break;
      surplus.push(next);
      left -= next.bytes;
    }
    return surplus;
  }
}

/** What the profiles of a life may take. */
export interface ProfileRoom {
  readonly profiles: number;
  readonly bytes: number;
}

/** The profiles in a life's folder, by name only, oldest first. */
export function storedProfiles(folder: string): StoredProfile[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const read = readProfileName(name);
      const bytes = read === null ? null : sizeOf(join(folder, name));
      return read === null || bytes === null ? [] : [{ name, bytes, ...read }];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}

/** The size of a plain file; null when it is none, or gone meanwhile. */
function sizeOf(path: string): number | null {
  try {
    const found = lstatSync(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

/**
 * The folder all lives share: ours alone, and told to git that it is none of its business. In a folder of somebody else
 * they could have us delete or overwrite what they like.
 */
function makeTop(path: string): void {
  if (!makeFolder(path)) {
    const { uid } = statSync(path);
    const own = process.getuid?.() ?? uid;
    if (uid !== own)
      throw new ForeignFolderError(`${path} belongs to user ${uid}, and this program runs as user ${own}`);
    return;
  }
  chmodSync(path, 0o700);
  try {
    writeFileSync(join(path, ".gitignore"), "*\n", { mode: 0o600, flag: "wx" });
  } catch {
    // Another process of the same start was first.
  }
}

/** Makes a folder and those above it; false when it is there. */
function makeFolder(path: string): boolean {
  try {
    return mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
  } catch (error) {
    // Of a read-only file system Node says ENOENT when it makes several; making the one says what is wrong.
    if (existsSync(dirname(path))) mkdirSync(path, { mode: 0o700 });
    throw error;
  }
}
