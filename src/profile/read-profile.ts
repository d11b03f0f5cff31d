import { decodeProfile } from "./decode.ts";
import { ProfileFormatError } from "./format-error.ts";
import { gunzip } from "./gunzip.ts";
import { isNumberLabel } from "./label-units.ts";
import { readContention } from "./legacy-contention.ts";
import { readCpu } from "./legacy-cpu.ts";
import type { LegacyDraft } from "./legacy-draft.ts";
import { readHeap } from "./legacy-heap.ts";
import { readJava } from "./legacy-java.ts";
import { readGoCount, readThreads } from "./legacy-text.ts";
import { merge } from "./merge.ts";
import type { Profile } from "./model.ts";
import { withLabels } from "./selection.ts";

/** Bytes of a text or old binary profile, at most: their numbers take several times the memory of their digits. */
const MOST_LEGACY_BYTES = 64 << 20;

/**
 * Reads a profile of any format known here, compressed or not: profile.proto, whose equal stacks are added up; Go's text
 * with debug=1, with its names; the older formats of C++ and Java servers. Throws ProfileFormatError for bytes that are
 * none, or that are more than `maximumBytes` uncompressed; memory stays within a small multiple of that.
 */
export async function readProfile(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Profile> {
  const raw = await gunzip(bytes, maximumBytes);
  try {
    return merge([withoutEmptyLabels(decodeProfile(raw))]);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    const other = readOther(raw);
    if (other === null) throw error;
    return other;
  }
}

/** Reads what is no profile.proto; null when it is of no format known here. */
function readOther(bytes: Uint8Array): Profile | null {
  if (bytes.length > MOST_LEGACY_BYTES) return null;
  const binary = readCpu(bytes);
  if (binary !== null) return binary.finish();
  const text = new TextDecoder().decode(bytes);
  for (const read of TEXT_READERS) {
    const draft = read(text);
    if (draft !== null) return draft.finish();
  }
  return null;
}

/** In the order of google/pprof, whose formats are told apart by trying. */
const TEXT_READERS: readonly ((text: string) => LegacyDraft | null)[] = [
  readHeap,
  readGoCount,
  readThreads,
  readContention,
  readJava,
];

/** Without the labels that say nothing, which pprof loses on reading: no text, and the number 0 without a unit. */
function withoutEmptyLabels(profile: Profile): Profile {
  const { labels } = profile.samples;
  return withLabels(profile, (label) => labels.texts[label] !== 0 || isNumberLabel(labels, label));
}
