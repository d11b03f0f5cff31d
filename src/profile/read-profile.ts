import { decodeProfile } from "./decode.ts";
import { ProfileFormatError } from "./format-error.ts";
import { gunzip } from "./gunzip.ts";
import { isNumberLabel } from "./label-units.ts";
import { merge } from "./merge.ts";
import type { Profile } from "./model.ts";
import { withLabels } from "./selection.ts";

/**
 * Reads a profile of any format known here, compressed or not: profile.proto, whose equal stacks are added up; Go's text
 * with debug=1, with its names; the older formats of C++ and Java servers; V8's `.heapprofile` and `.cpuprofile`; folded
 * stacks. Throws ProfileFormatError for bytes that are
 * none, or that are more than `maximumBytes` uncompressed; memory stays within a small multiple of that.
 */
export async function readProfile(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Profile> {
  const raw = await gunzip(bytes, maximumBytes);
  if (raw[0] === OPEN_BRACE) return (await import("./other-format.ts")).readJson(raw);
  try {
    return merge([withoutEmptyLabels(decodeProfile(raw))]);
  } catch (error) {
    const isUnknown = error instanceof ProfileFormatError && error.code !== "empty";
    const other = isUnknown ? (await import("./other-format.ts")).readOther(raw) : null;
    if (other !== null) return other;
    if (!isUnknown || error.code === "too large") throw error;
    const message = `unrecognized profile format (as profile.proto: ${error.message})`;
    throw Object.assign(new ProfileFormatError(error.code, message, null), { cause: error });
  }
}

const OPEN_BRACE = 0x7b;

/** Without the labels that say nothing, which pprof loses on reading: no text, and the number 0 without a unit. */
function withoutEmptyLabels(profile: Profile): Profile {
  const { labels } = profile.samples;
  return withLabels(profile, (label) => labels.texts[label] !== 0 || isNumberLabel(labels, label));
}
