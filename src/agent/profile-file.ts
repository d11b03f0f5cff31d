import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { encodeProfile, type Profile } from "#profile";
import { fileAnswer, type Answer } from "./answer.ts";

const compress = promisify(gzip);

/** A profile as a file to save, gzipped as pprof expects. */
export async function profileFile(name: string, profile: Profile): Promise<Answer> {
  return fileAnswer(name, await compress(encodeProfile(profile), { level: 1 }));
}
