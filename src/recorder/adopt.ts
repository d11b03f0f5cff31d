import { gzipSync } from "node:zlib";
import { encodeProfile } from "#profile";
import { writeAtomically } from "./atomic-file.ts";
import { readFacts } from "./facts-file.ts";
import { nativeProfilesOf, readNativeProfile, removeNativeProfile } from "./native-profile.ts";
import { profileName } from "./profile-name.ts";

/**
 * Moves the profiles that Node itself left of an ended life, which lie about in its working directory, into the life's
 * folder. Throws what the file system says.
 */
export async function adoptNativeProfiles(lifeFolder: string): Promise<void> {
  const facts = readFacts(lifeFolder);
  if (facts === null) return;
  for (const native of nativeProfilesOf(facts)) {
    const profile = await readNativeProfile(native);
    if (profile === null) continue;
    const name = profileName({ atMs: native.atMs, nearLimit: true, atLimit: true });
    writeAtomically(lifeFolder, name, gzipSync(encodeProfile(profile)));
    removeNativeProfile(native);
  }
}
