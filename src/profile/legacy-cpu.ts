import { ProfileFormatError } from "./format-error.ts";
import { addJavaNames } from "./legacy-java.ts";
import { LegacyDraft, dropRepeatedLeaves } from "./legacy-draft.ts";
import { readMappingList } from "./legacy-mappings.ts";
import { called, valueTypes } from "./legacy-text.ts";
import { TextLines } from "./text-lines.ts";

/** Words of a binary profile, of 4 or 8 bytes, of either byte order. */
class WordReader {
  at = 0;
  readonly size: 4 | 8;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(bytes: Uint8Array, size: 4 | 8, isLittle: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = size;
    this.#isLittle = isLittle;
  }

  /** Whole words that are left. */
  get left(): number {
    return Math.trunc((this.#view.byteLength - this.at) / this.size);
  }

  next(): bigint {
    const { at } = this;
    this.at += this.size;
    if (this.size === 8) return this.#view.getBigUint64(at, this.#isLittle);
    return BigInt(this.#view.getUint32(at, this.#isLittle));
  }
}

/**
 * The binary CPU profile of gperftools and of old Java agents: words 0, 3, 0 or 1 for Java, period in µs, 0; then
 * count, depth and addresses of each stack; then, as text, mappings or names.
 */
export function readCpu(bytes: Uint8Array): LegacyDraft | null {
  for (const size of [4, 8] as const) {
    for (const isLittle of [true, false]) {
      const words = new WordReader(bytes, size, isLittle);
      if (words.left < 5) continue;
      const [zero, three, language, period, padding] = Array.from({ length: 5 }, () => words.next()) as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      if (zero !== 0n || three !== 3n || language > 1n || period === 0n || padding !== 0n) continue;
      return readBody(bytes, words, period, language === 1n);
    }
  }
  return null;
}

function readBody(bytes: Uint8Array, words: WordReader, microseconds: bigint, isJava: boolean): LegacyDraft {
  const period = BigInt.asIntN(64, microseconds * 1000n);
  const draft = new LegacyDraft({
    sampleTypes: valueTypes("samples/count cpu/nanoseconds"),
    periodType: { type: "cpu", unit: "nanoseconds" },
    period,
  });
  readSamples(draft, words, period, isJava);
  const text = new TextDecoder().decode(bytes.subarray(words.at));
  if (isJava) {
    addJavaNames(draft, new TextLines(text));
    return draft;
  }
  dropSignalFrames(draft);
  draft.mappings = readMappingList(new TextLines(text));
  dropRepeatedLeaves(draft);
  return draft;
}

function readSamples(draft: LegacyDraft, words: WordReader, period: bigint, isJava: boolean): void {
  while (words.left >= 2) {
    const start = words.at;
    const count = words.next();
    const depth = words.next();
    if (depth > BigInt(words.left)) {
      throw new ProfileFormatError(
        "truncated",
        `a stack of ${depth} words where ${words.left} are left`,
        start,
      );
    }
    const stack = Array.from({ length: Number(depth) }, () => words.next());
    if (count === 0n && depth === 1n && stack[0] === 0n) return;
    draft.samples.push({
      // The leaf is where the program was interrupted, not a call; Java's addresses are no addresses at all.
      stack: isJava ? stack : stack.map((address, i) => (i === 0 ? address : called(address))),
      values: [count, BigInt.asIntN(64, count * period)],
      labels: [],
    });
  }
}

/**
 * Drops the frame above the leaf, twice at most, when nearly all samples have the same one: it is the signal handler's.
 * One sample in 32 may differ.
 */
function dropSignalFrames({ samples }: LegacyDraft): void {
  for (let round = 0; round < 2; round++) {
    const counts = new Map<bigint, number>();
    for (const { stack } of samples) {
      if (stack.length > 1) counts.set(stack[1]!, (counts.get(stack[1]!) ?? 0) + 1);
    }
    const least = samples.length - Math.trunc(samples.length / 32);
    const [common] = [...counts].find(([, count]) => count >= least) ?? [];
    if (common === undefined) return;
    for (const { stack } of samples) if (stack[1] === common) stack.splice(1, 1);
  }
}
