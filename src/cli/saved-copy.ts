import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeProfile, type Profile } from "#profile";

/** Copies of one name that there may be. */
const MOST_COPIES = 9999;

/**
 * Saves a profile that was fetched, as pprof does: in PPROF_TMPDIR, else ~/pprof, else the system's temporary folder,
 * named by program and sample types and numbered, never over a file that is there. Says where, or why not, through
 * `note`. Returns the path, null when it could not be saved.
 */
export function saveCopy(
  profile: Profile,
  environment: NodeJS.ProcessEnv,
  note: (line: string) => void,
): string | null {
  const folder = existingFolder(environment, note);
  if (folder === null) return null;
  const program = profile.mappings.count === 0 ? "" : profile.strings.at(profile.mappings.files[0]!);
  const parts = [
    "pprof",
    ...(program === "" ? [] : [basename(program)]),
    ...profile.sampleTypes.map(({ type }) => type),
  ];
  // A type is text from the profile and must not lead out of the folder.
  const prefix = join(folder, `${parts.join(".").replaceAll("/", "_")}.`);
  const bytes = gzipSync(encodeProfile(profile));
  for (let number = 1; number <= MOST_COPIES; number++) {
    const path = `${prefix}${String(number).padStart(3, "0")}.pb.gz`;
    try {
      writeFileSync(path, bytes, { flag: "wx" });
      note(`Saved profile in ${path}`);
      return path;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") continue;
      note(`Could not save profile: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
  note(`Could not save profile: could not create file of the form ${prefix}001.pb.gz`);
  return null;
}

function existingFolder(environment: NodeJS.ProcessEnv, note: (line: string) => void): string | null {
  const home = environment["HOME"] ?? "";
  const folders = [environment["PPROF_TMPDIR"] ?? "", home === "" ? "" : join(home, "pprof"), tmpdir()];
  for (const folder of folders.filter((one) => one !== "")) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      return folder;
    } catch (error) {
      note(`Could not use temp dir ${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return null;
}
