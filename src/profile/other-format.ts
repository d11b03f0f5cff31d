import { profileOfCpuProfile } from "./cpu-profile.ts";
import { readFoldedStacks } from "./folded-stacks.ts";
import { ProfileFormatError } from "./format-error.ts";
import { profileOfHeapProfile } from "./heap-profile.ts";
import { readContention } from "./legacy-contention.ts";
import { readCpu } from "./legacy-cpu.ts";
import type { LegacyDraft } from "./legacy-draft.ts";
import { readHeap } from "./legacy-heap.ts";
import { readJava } from "./legacy-java.ts";
import { readGoCount, readThreads } from "./legacy-text.ts";
import type { Profile } from "./model.ts";
import { parseV8Json } from "./v8-json.ts";

/** Bytes of a text or old binary profile, at most: their numbers take several times the memory of their digits. */
const MOST_LEGACY_BYTES = 64 << 20;
/** Bytes of JSON and of folded stacks, at most. */
const MOST_TEXT_BYTES = 256 << 20;
/** V8's own average between two heap samples, which its files do not tell. */
const V8_INTERVAL = 32_768;

/** Reads the JSON of a `.heapprofile` or `.cpuprofile`. Throws ProfileFormatError for other JSON. */
export function readJson(bytes: Uint8Array): Profile {
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
export function readOther(bytes: Uint8Array): Profile | null {
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
