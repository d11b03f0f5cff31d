import { ProfileFormatError, readProfile } from "#profile";
import { mutated, numbers } from "./damaged.ts";
import { useProfile } from "./use-profile.ts";

/** Bytes that a damaged profile may have when it is uncompressed. */
const MAXIMUM_BYTES = 2 ** 24;

/** What one damaged input came to. */
export interface FuzzRun {
  readonly wasRead: boolean;
  readonly cpuMs: number;
}

/**
 * Reads one damaged input, the same for a number, and does everything with it. Throws when it breaks what it should
 * not, or is refused in other than one short line.
 */
export async function fuzzRun(number: number): Promise<FuzzRun> {
  const next = numbers(number);
  const bytes = mutated(next);
  const before = process.cpuUsage();
  let wasRead = false;
  try {
    const profile = await readProfile(bytes, MAXIMUM_BYTES);
    wasRead = true;
    useProfile(profile, next);
  } catch (error) {
    const isRefusal = error instanceof ProfileFormatError && !wasRead;
    if (!isRefusal) throw new Error(`input ${number} broke`, { cause: error });
    if (error.message.includes("\n") || error.message.length >= 400)
      throw new Error(`input ${number} was refused in many words: ${error.message}`, { cause: error });
  }
  const { user, system } = process.cpuUsage(before);
  return { wasRead, cpuMs: (user + system) / 1000 };
}
