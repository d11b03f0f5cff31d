import { LegacyDraft, type NamedLine } from "./legacy-draft.ts";
import { unsampled } from "./legacy-heap.ts";
import { addresses, integer, malformed, valueTypes } from "./legacy-text.ts";
import { TextLines } from "./text-lines.ts";

/** Bytes between two of a Java agent's heap samples. */
const JAVA_RATE = 524_288;

/** `--- heapz 1 ---` and `--- contentionz 1 ---` with `format = java`: samples, then names of their places. */
export function readJava(text: string): LegacyDraft | null {
  const lines = new TextLines(text);
  lines.next();
  const kind = /^--- (heap|contention)z 1 ---$/.exec(lines.line.trim())?.[1];
  if (kind === undefined) return null;
  const draft = readHeader(lines, kind === "heap");
  if (draft === null) return null;
  do {
    const line = lines.line.trim();
    if (line === "") continue;
    if (!addSample(draft, lines, line, kind === "heap")) break;
  } while (lines.next());
  addJavaNames(draft, lines);
  return draft;
}

/** Reads attributes up to the first line that is none; null when one is not Java's. */
function readHeader(lines: TextLines, isHeap: boolean): LegacyDraft | null {
  const draft = new LegacyDraft({ sampleTypes: [] });
  while (lines.next()) {
    const line = lines.line.trim();
    if (line === "") continue;
    const attribute = line.length > 500 ? null : /([\w ]+)=([\w ]+)/.exec(line);
    if (attribute === null) break;
    if (!addAttribute(draft, lines, isHeap, attribute[1]!.trim(), attribute[2]!.trim())) return null;
  }
  return draft;
}

function addAttribute(
  draft: LegacyDraft,
  lines: TextLines,
  isHeap: boolean,
  name: string,
  value: string,
): boolean {
  if (name === "format") return value === "java";
  if (name === "resolution") {
    const types = isHeap ? "inuse_objects/count inuse_space" : "contentions/count delay";
    draft.header = { ...draft.header, sampleTypes: valueTypes(`${types}/${value}`) };
  } else if (!isHeap && name === "sampling period") {
    const periodType = { type: "contentions", unit: "count" };
    draft.header = { ...draft.header, periodType, period: integer(value, lines) };
  } else if (!isHeap && name === "ms since reset") {
    const durationNanos = BigInt.asIntN(64, integer(value, lines) * 1_000_000n);
    draft.header = { ...draft.header, durationNanos };
  } else return false;
  return true;
}

/** Adds a sample, whose bytes or delay come first; false for a line that is none. */
function addSample(draft: LegacyDraft, lines: TextLines, line: string, isHeap: boolean): boolean {
  const at = line.indexOf("@");
  const numbers = /(\d+) +(\d+) +$/.exec(line.slice(Math.max(0, at - 100), Math.max(0, at)));
  if (numbers === null) return false;
  if (draft.header.sampleTypes.length !== 2)
    throw malformed(lines, "resolution, which is to come before samples");
  const stack = addresses(line.slice(at), lines);
  const amount = integer(numbers[1]!, lines);
  const count = integer(numbers[2]!, lines);
  if (isHeap) {
    if (count === 0n) throw malformed(lines, "heap sample of one object or more");
    const size = amount / count;
    draft.samples.push({
      stack,
      values: unsampled(count, amount, JAVA_RATE),
      labels: [{ key: "bytes", number: size }],
    });
  } else {
    const period = draft.header.period ?? 0n;
    const factor = period === 0n ? 1n : period;
    draft.samples.push({ stack, values: [count * factor, amount * factor], labels: [] });
  }
  return true;
}

/**
 * Reads the names of places, `0x00000003 com.example.Type.method (Type.java:17)`, from the current line on. What Java
 * calls an address is only a number, so it goes where there is a name.
 */
export function addJavaNames(draft: LegacyDraft, lines: TextLines): void {
  const used = new Set(draft.samples.flatMap(({ stack }) => stack));
  const names = new Map<bigint, NamedLine>();
  const files = new Map<string, string>();
  do {
    const [, hex, place] = /^0x([0-9A-Fa-f]{1,16})\s+(\S.*)$/.exec(lines.line.trim()) ?? [];
    if (hex === undefined) continue;
    const address = BigInt(`0x${hex}`);
    if (!used.has(address)) continue;
    const line = javaLine(place!);
    // One function has one file: the first that is told.
    const file = files.get(line.name) ?? line.file;
    files.set(line.name, file);
    names.set(address, { ...line, file });
  } while (lines.next());
  draft.nameOnly(names);
}

function javaLine(place: string): NamedLine {
  const open = place.lastIndexOf("(");
  const inside =
    place.endsWith(")") && open > 0 && /\s/.test(place[open - 1]!) ? place.slice(open + 1, -1) : null;
  if (inside === null) {
    return { name: place.includes("generated stub/JIT") ? "STUB" : place, file: "", line: 0 };
  }
  const name = place.slice(0, open).trimEnd();
  const colon = inside.lastIndexOf(":");
  const number = inside.slice(colon + 1);
  if (colon > 0 && /^-?\d+$/.test(number)) {
    const line = Number(number);
    return { name, file: inside.slice(0, colon), line: line > 0 && Number.isSafeInteger(line) ? line : 0 };
  }
  // Not a source line but a library.
  return { name, file: inside.slice(inside.lastIndexOf("/") + 1), line: 0 };
}
