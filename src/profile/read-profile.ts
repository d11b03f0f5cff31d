import { decodeProfile } from "./decode.ts";
import { gunzip } from "./gunzip.ts";
import { isNumberLabel } from "./label-units.ts";
import type { Profile } from "./model.ts";
import { withLabels } from "./selection.ts";

/**
 * Reads a profile, compressed or not. Throws ProfileFormatError for bytes that are none, or that are more than
 * `maximumBytes` uncompressed; memory stays within a small multiple of that.
 */
export async function readProfile(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Profile> {
  return withoutEmptyLabels(decodeProfile(await gunzip(bytes, maximumBytes)));
}

/** Without the labels that say nothing, which pprof loses on reading: no text, and the number 0 without a unit. */
function withoutEmptyLabels(profile: Profile): Profile {
  const { labels } = profile.samples;
  return withLabels(profile, (label) => labels.texts[label] !== 0 || isNumberLabel(labels, label));
}
