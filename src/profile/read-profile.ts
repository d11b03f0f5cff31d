import { profileOfCpuProfile } from "./cpu-profile.ts";
import { decodeProfile } from "./decode.ts";
import { ProfileFormatError } from "./format-error.ts";
import { readFoldedStacks } from "./folded-stacks.ts";
import { gunzip } from "./gunzip.ts";
import { profileOfHeapProfile } from "./heap-profile.ts";
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
import { parseV8Json } from "./v8-json.ts";

/** Bytes of a text or old binary profile, at most: their numbers take several times the memory of their digits. */
const MOST_LEGACY_BYTES = 64 << 20;
/** Bytes of JSON and of folded stacks, at most. */
const MOST_TEXT_BYTES = 256 << 20;
/** V8's own average between two heap samples, which its files do not tell. */
const V8_INTERVAL = 32_768;

/**
 * Reads a profile of any format known here, compressed or not: profile.proto, whose equal stacks are added up; Go's text
 * with debug=1, with its names; the older formats of C++ and Java servers; V8's `.heapprofile` and `.cpuprofile`; folded
 * stacks. Throws ProfileFormatError for bytes that are
 * none, or that are more than `maximumBytes` uncompressed; memory stays within a small multiple of that.
 */
export async function readProfile(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Profile> {
  const raw = await gunzip(bytes, maximumBytes);
  if (raw[0] === OPEN_BRACE) return readJson(raw);
  try {
    return merge([withoutEmptyLabels(decodeProfile(raw))]);
  } catch (error) {
    const isUnknown = error instanceof ProfileFormatError && error.code !== "empty";
    const other = isUnknown ? readOther(raw) : null;
    if (other !== null) return other;
    if (!isUnknown || error.code === "too large") throw error;
    const message = `unrecognized profile format (as profile.proto: ${error.message})`;
    throw Object.assign(new ProfileFormatError(error.code, message, null), { cause: error });
  }
}

const OPEN_BRACE = 0x7b;

function readJson(bytes: Uint8Array): Profile {
  if (bytes.length > MOST_TEXT_BYTES) {
    throw new ProfileFormatError(
      "too large",
      `${bytes.length} bytes of JSON, allowed are ${MOST_TEXT_BYTES}`,
      null,
    );
  }
  const read = parseV8Json(new TextDecoder().decode(bytes));
  if (read === null) {
    const message = "JSON that is neither a .heapprofile (head) nor a .cpuprofile (nodes) of V8";
    throw new ProfileFormatError("malformed", message, null);
  }
  if (read.kind === "cpu") return profileOfCpuProfile(read.profile);
  return profileOfHeapProfile(read.profile, { intervalBytes: V8_INTERVAL });
}

/** Reads what is no profile.proto; null when it is of no format known here. */
function readOther(bytes: Uint8Array): Profile | null {
  const binary = bytes.length > MOST_LEGACY_BYTES ? null : readCpu(bytes);
  if (binary !== null) return binary.finish();
  // Text has no zero bytes; what is longer than any text could be is no text.
  if (bytes.length > MOST_TEXT_BYTES || bytes.subarray(0, 4096).includes(0)) return null;
  const text = new TextDecoder().decode(bytes);
  if (bytes.length <= MOST_LEGACY_BYTES) {
    for (const read of TEXT_READERS) {
      const draft = read(text);
      if (draft !== null) return draft.finish();
    }
  }
  return readFoldedStacks(text);
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
