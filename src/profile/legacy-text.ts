import { ProfileFormatError } from "./format-error.ts";
import { LegacyDraft, dropRepeatedLeaves, type NamedLine } from "./legacy-draft.ts";
import { announcesMappings, readMappings } from "./legacy-mappings.ts";
import type { ValueType } from "./model.ts";
import type { LabelRow } from "./profile-builder.ts";
import { TextLines } from "./text-lines.ts";

/** Types as `name/unit`, with blanks between. */
export function valueTypes(list: string): ValueType[] {
  return list.split(" ").map((one) => {
    const [type = "", unit = ""] = one.split("/");
    return { type, unit };
  });
}

/** A line that cannot be what it should. */
export function malformed(lines: TextLines, what: string): ProfileFormatError {
  return new ProfileFormatError(
    "malformed",
    `line ${lines.number} is no ${what}: ${excerpt(lines.line)}`,
    null,
  );
}

function excerpt(line: string): string {
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}

/** A whole number of 64 bits from a text of digits, signed. */
export function integer(text: string, lines: TextLines): bigint {
  const value = /^-?(?:\d{1,19}|0x[0-9a-f]{1,16})$/i.test(text) ? BigInt(text) : null;
  if (value === null || value !== BigInt.asIntN(64, value))
    throw malformed(lines, "sample of 64-bit numbers");
  return value;
}

/** The addresses of a line, as written. */
export function addresses(text: string, lines: TextLines): bigint[] {
  return Array.from(text.matchAll(/0x([0-9a-f]+)/g), ([hex, digits]) => {
    if (digits!.length > 16 && digits!.replace(/^0+/, "").length > 16) {
      throw malformed(lines, "stack of 64-bit addresses");
    }
    return BigInt(hex);
  });
}

/** Calls return to the instruction behind them: addresses but a signal's own lie one too far. */
export function called(address: bigint): bigint {
  return BigInt.asUintN(64, address - 1n);
}

export function isBlankOrComment(line: string): boolean {
  const trimmed = line.trim();
  return trimmed === "" || trimmed.startsWith("#");
}

/**
 * Learns from a comment what Go says in it: frames, `#\t0x4656a4\tmain.keep+0x24\t/srv/main.go:84`, which pprof itself
 * passes over, and labels of goroutines. `known` are the addresses named before the current stack.
 */
export function learn(draft: LegacyDraft, line: string, open: Set<bigint>): void {
  const [mark, hex = "", name = "", place = ""] = line.split(/\t+/, 4);
  const labels = /^# labels: (\{.*\})$/.exec(line);
  if (labels !== null) addLabels(draft.samples.at(-1)?.labels, labels[1]!);
  if (mark !== "#" || !/^0x[0-9a-f]{1,16}$/.test(hex)) return;
  const address = BigInt(hex);
  // A place inlined into another has a line of its own with the same address; so has the next stack through it.
  if (draft.names.has(address) && !open.has(address)) return;
  open.add(address);
  const lines = draft.names.get(address) ?? [];
  draft.names.set(address, lines);
  if (name !== "") lines.push(namedLine(name, place.trim()));
}

function namedLine(name: string, place: string): NamedLine {
  const colon = place.lastIndexOf(":");
  const line = Number(place.slice(colon + 1));
  const hasLine = colon > 0 && Number.isSafeInteger(line);
  return {
    name: name.trim().replace(/\+0x[0-9a-f]+$/, ""),
    file: hasLine ? place.slice(0, colon) : place,
    line: hasLine ? line : 0,
  };
}

function addLabels(labels: LabelRow[] | undefined, json: string): void {
  for (const [, key, text] of json.matchAll(/"((?:[^"\\]|\\.)*)":"((?:[^"\\]|\\.)*)"/g)) {
    labels?.push({ key: unquoted(key!), text: unquoted(text!) });
  }
}

/** Go quotes as JSON does but for control characters, which stay as they are written. */
function unquoted(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

/** `goroutine profile: total 4`, `threadcreate profile: total 9`: counts of stacks, as Go writes with debug=1. */
export function readGoCount(text: string): LegacyDraft | null {
  const lines = new TextLines(text);
  while (lines.next() && isBlankOrComment(lines.line));
  const type = /^(\S{1,200}) profile: total \d+$/.exec(lines.line.slice(0, 300))?.[1];
  if (type === undefined) return null;
  const sampleTypes = [{ type, unit: "count" }];
  const draft = new LegacyDraft({ sampleTypes, periodType: sampleTypes[0]!, period: 1n });
  let open = new Set<bigint>();
  while (lines.next() && !lines.line.startsWith("---")) {
    if (lines.line.startsWith("#")) learn(draft, lines.line, open);
    if (isBlankOrComment(lines.line)) continue;
    const [, count, stack] = /^(\d{1,19}) @((?: 0x[0-9a-f]+)*)$/.exec(lines.line) ?? [];
    if (count === undefined) throw malformed(lines, "count and stack");
    open = new Set();
    draft.samples.push({
      stack: addresses(stack!, lines).map(called),
      values: [integer(count, lines)],
      labels: [],
    });
  }
  draft.mappings = readMappings(lines);
  return draft;
}

/** Stacks of threads, as C++ servers write at /threadz. */
export function readThreads(text: string): LegacyDraft | null {
  const lines = new TextLines(text);
  while (lines.next() && isBlankOrComment(lines.line));
  if (/^--- threadz \d+ ---/.test(lines.line)) {
    while (lines.next() && !announcesMappings(lines.line) && !lines.line.startsWith("-"));
  } else if (!isThread(lines.line)) return null;
  const type = { type: "thread", unit: "count" };
  const draft = new LegacyDraft({ sampleTypes: [type], periodType: type, period: 1n });
  while (!announcesMappings(lines.line) && !lines.line.startsWith("---- no stack trace for")) {
    if (!isThread(lines.line)) throw malformed(lines, "thread, stack or list of mappings");
    const stack = readThread(lines);
    if (stack.length > 0) {
      // The leaf is where the thread is, not a call.
      const places = stack.map((address, i) => (i === 0 ? address : called(address)));
      draft.samples.push({ stack: places, values: [1n], labels: [] });
    } else {
      const last = draft.samples.at(-1);
      if (last !== undefined) last.values[0]! += 1n;
    }
  }
  draft.mappings = readMappings(lines);
  dropRepeatedLeaves(draft);
  return draft;
}

function isThread(line: string): boolean {
  return /^--- Thread [0-9A-Fa-f]+ \(name: .*\/\d+\) stack: ---/.test(line.slice(0, 1000).trimStart());
}

/** The stack of a thread, empty where it is the one before; stops at the line behind it. */
function readThread(lines: TextLines): bigint[] {
  const stack: bigint[] = [];
  let isSame = false;
  while (lines.next()) {
    const line = lines.line.trim();
    if (line.startsWith("---")) break;
    if (line.includes("same as previous thread")) isSame = true;
    else for (const address of addresses(line, lines)) stack.push(address);
  }
  return isSame ? [] : stack;
}
