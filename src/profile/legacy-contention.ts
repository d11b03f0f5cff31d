import { LegacyDraft } from "./legacy-draft.ts";
import { readMappings } from "./legacy-mappings.ts";
import { addresses, called, integer, isBlankOrComment, learn, malformed, valueTypes } from "./legacy-text.ts";
import { TextLines } from "./text-lines.ts";

const KNOWN: ReadonlySet<string> = new Set([
  "cycles/second",
  "sampling period",
  "ms since reset",
  "discarded samples",
]);

/** `--- contentionz 1 ---` of C++ servers, `--- mutex:` and `--- contention:` of Go with debug=1. */
export function readContention(text: string): LegacyDraft | null {
  const lines = new TextLines(text);
  lines.next();
  if (!/^--- (?:contentionz |mutex:|contention:)/.test(lines.line)) return null;
  const attributes = readAttributes(lines);
  // A Java contention profile begins alike; it has a format.
  if (attributes === null) return null;
  const { cyclesPerSecond, period, milliseconds } = attributes;
  const draft = new LegacyDraft({
    sampleTypes: valueTypes("contentions/count delay/nanoseconds"),
    periodType: { type: "contentions", unit: "count" },
    period,
    durationNanos: BigInt.asIntN(64, milliseconds * 1_000_000n),
  });
  let open = new Set<bigint>();
  do {
    const line = lines.line.trim();
    if (line.startsWith("---")) break;
    if (line.startsWith("#")) learn(draft, line, open);
    if (isBlankOrComment(line)) continue;
    open = new Set();
    addSample(draft, lines, period, cyclesPerSecond);
  } while (lines.next());
  draft.mappings = readMappings(lines);
  return draft;
}

interface Attributes {
  cyclesPerSecond: bigint;
  period: bigint;
  milliseconds: bigint;
}

/** Reads `name = value` lines up to the first that is none; null for names that are not of this format. */
function readAttributes(lines: TextLines): Attributes | null {
  const read: Attributes = { cyclesPerSecond: 0n, period: 1n, milliseconds: 0n };
  while (lines.next()) {
    const line = lines.line.trim();
    if (isBlankOrComment(line)) continue;
    const equals = line.indexOf("=");
    if (line.startsWith("---") || equals < 0) break;
    const name = line.slice(0, equals).trim();
    if (!KNOWN.has(name)) return null;
    if (name === "discarded samples") continue;
    const value = integer(line.slice(equals + 1).trim(), lines);
    if (name === "cycles/second") read.cyclesPerSecond = value;
    else if (name === "sampling period") read.period = value;
    else read.milliseconds = value;
  }
  return read;
}

function addSample(draft: LegacyDraft, lines: TextLines, period: bigint, cyclesPerSecond: bigint): void {
  const at = lines.line.indexOf("@");
  const numbers = /(\d+) *(\d+) $/.exec(lines.line.slice(Math.max(0, at - 100), Math.max(0, at)));
  if (numbers === null) throw malformed(lines, "contention sample");
  let delay = integer(numbers[1]!, lines);
  let count = integer(numbers[2]!, lines);
  if (period > 0n) {
    if (cyclesPerSecond > 0n) {
      const nanoseconds = (Number(delay) * Number(period)) / (Number(cyclesPerSecond) / 1e9);
      if (nanoseconds >= 2 ** 63) throw malformed(lines, "contention sample of less than 292 years");
      delay = BigInt(Math.trunc(nanoseconds));
    }
    count *= period;
  }
  const stack = addresses(lines.line.slice(at), lines).map(called);
  draft.samples.push({ stack, values: [count, delay], labels: [] });
}
