import { ProfileFormatError } from "./format-error.ts";
import { LegacyDraft } from "./legacy-draft.ts";
import { announcesMappings, readMappings } from "./legacy-mappings.ts";
import { addresses, called, integer, isBlankOrComment, learn, malformed, valueTypes } from "./legacy-text.ts";
import { TextLines } from "./text-lines.ts";

const HEADER =
  /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*|growthz?|fragmentationz?)\/?(\d{0,18})/;
const SAMPLE = /(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] $/;

/**
 * `heap profile: 25: 12345 [30: 20000] @ heap/1048576`: Go with debug=1, tcmalloc's heap and growth. Sampled numbers are
 * scaled up to what was allocated, by the chance an allocation had to be sampled.
 */
export function readHeap(text: string): LegacyDraft | null {
  const lines = new TextLines(text);
  lines.next();
  const header = HEADER.exec(lines.line.slice(0, 1000));
  if (header === null) return null;
  const [, objects, space, allObjects, allSpace, kind, rate] = header;
  const hasAll = (all: string, inUse: string): boolean => all !== inUse && all !== "0";
  const isPlain = !kind!.startsWith("heap");
  const showsAlloc = !isPlain && (hasAll(allObjects!, objects!) || hasAll(allSpace!, space!));
  const period = isPlain ? 1n : periodOf(kind!, BigInt(rate || "0"), lines);
  const types = showsAlloc
    ? "alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes"
    : "objects/count space/bytes";
  const draft = new LegacyDraft({
    sampleTypes: valueTypes(types),
    periodType: { type: "space", unit: "bytes" },
    period,
  });
  const scales = kind === "heap" || kind!.endsWith("_v2");
  let open = new Set<bigint>();
  while (lines.next() && !announcesMappings(lines.line)) {
    if (lines.line.startsWith("#")) learn(draft, lines.line, open);
    if (isBlankOrComment(lines.line)) continue;
    open = new Set();
    addSample(draft, lines, { showsAlloc, rate: scales ? Number(period) : 0 });
  }
  draft.mappings = readMappings(lines);
  return draft;
}

function periodOf(kind: string, rate: bigint, lines: TextLines): bigint {
  // Go writes twice its rate, for historical reasons.
  if (kind === "heap") return rate / 2n;
  if (kind === "heapprofile") return 1n;
  if (kind === "heapz_v2" || kind === "heap_v2") return rate;
  throw malformed(lines, "heap profile of a known kind: heap, heapprofile, heap_v2, heapz_v2, growth");
}

function addSample(
  draft: LegacyDraft,
  lines: TextLines,
  { showsAlloc, rate }: { showsAlloc: boolean; rate: number },
): void {
  const at = lines.line.indexOf("@");
  const numbers = SAMPLE.exec(lines.line.slice(Math.max(0, at - 200), Math.max(0, at)));
  if (numbers === null) throw malformed(lines, "heap sample");
  const [objects, space, allObjects, allSpace] = numbers.slice(1).map((text) => integer(text, lines)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const pairs = showsAlloc
    ? [[allObjects, allSpace] as const, [objects, space] as const]
    : [[objects, space] as const];
  let size = 0n;
  const values: bigint[] = [];
  for (const [count, bytes] of pairs) {
    if (count === 0n && bytes !== 0n) throw malformed(lines, "heap sample: bytes of no objects");
    if (count !== 0n) size = bytes / count;
    values.push(...(rate > 1 ? unsampled(count, bytes, rate) : [count, bytes]));
  }
  draft.samples.push({
    stack: addresses(lines.line.slice(at), lines).map(called),
    values,
    labels: [{ key: "bytes", number: size }],
  });
}

/** Samples divided by their chance to be taken, 1 − e^(−size/rate); a rate of 1 or less takes all. */
export function unsampled(count: bigint, bytes: bigint, rate: number): [bigint, bigint] {
  if (count === 0n || bytes === 0n) return [0n, 0n];
  if (rate <= 1) return [count, bytes];
  const factor = 1 / (1 - Math.exp(-(Number(bytes) / Number(count)) / rate));
  const scaled = [Number(count) * factor, Number(bytes) * factor];
  if (!scaled.every((value) => Math.abs(value) < 2 ** 63)) {
    throw new ProfileFormatError(
      "malformed",
      `a sample of ${count} objects in ${bytes} bytes: no such size`,
      null,
    );
  }
  return [BigInt(Math.trunc(scaled[0]!)), BigInt(Math.trunc(scaled[1]!))];
}
