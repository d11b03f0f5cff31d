import type { MappingRow } from "./profile-builder.ts";
import type { TextLines } from "./text-lines.ts";

/** A mapping of a legacy profile; changed while its profile is put in order. */
export interface LegacyMapping {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

const HEX_RANGE = String.raw`^\s*(?:0x)?([0-9A-Fa-f]+)[\s-]?\s*(?:0x)?([0-9A-Fa-f]+):?(?:\s+([-rwxp]+))?`;
/** A line of /proc/PID/maps. */
const PROC_MAPS = new RegExp(
  String.raw`${HEX_RANGE}(?:\s+([0-9A-Fa-f]+))?\s+[0-9A-Fa-f]+:[0-9A-Fa-f]+\s+\d+(?:\s+(\S+))?`,
);
/** `0x40000-0x80000 /path/to/binary (@FF00) abc123456`. */
const BRIEF_MAPS = new RegExp(
  String.raw`${HEX_RANGE}(?:\s+(\S+))?(?:\s+\(@([0-9A-Fa-f]+)\))?(?:\s+([0-9A-Fa-f]+))?`,
);
/** Lines longer than any mapping's are not tried, since these expressions are not linear. */
const LONGEST_LINE = 4096;
/** What the logging library glog puts before a line. */
const LOG_PREFIX = /^[^[\]]+:[0-9]+\]\s/;

/** Whether a line announces a list of mappings. */
export function announcesMappings(line: string): boolean {
  return line.includes("--- Memory map: ---") || line.includes("MAPPED_LIBRARIES:");
}

/** Reads on to a list of mappings, if there is one, and reads it to the end of the text. */
export function readMappings(lines: TextLines): LegacyMapping[] {
  while (!announcesMappings(lines.line) && lines.next());
  return readMappingList(lines);
}

/** Reads mappings, one a line, to the end. `name=value` lines give values to `$name` in later lines. */
export function readMappingList(lines: TextLines): LegacyMapping[] {
  const mappings: LegacyMapping[] = [];
  const values: [string, string][] = [];
  while (lines.next()) {
    if (lines.line.length > LONGEST_LINE) continue;
    let line = lines.line.replace(LOG_PREFIX, "");
    for (const [name, value] of values) line = line.replaceAll(name, () => value);
    const mapping = parseMapping(line);
    if (mapping !== null) mappings.push(mapping);
    const equals = line.indexOf("=");
    if (equals < 0 || HAS_RANGE.test(line) || values.length === MOST_VALUES) continue;
    values.push([`$${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim()]);
  }
  return mappings;
}

const HAS_RANGE = new RegExp(HEX_RANGE);
/** Real profiles have one, `build=`. */
const MOST_VALUES = 16;

function parseMapping(line: string): LegacyMapping | null {
  const maps = PROC_MAPS.exec(line);
  const brief = maps === null ? BRIEF_MAPS.exec(line) : null;
  const found = maps ?? brief;
  // What cannot be executed has no place in a stack.
  if (found === null || (found[3] !== undefined && !found[3].includes("x"))) return null;
  const [, start, limit, , fourth, fifth, sixth] = found;
  const offset = maps === null ? fifth : fourth;
  if ([start, limit, offset].some((hex) => hex !== undefined && hex.replace(/^0+/, "").length > 16))
    return null;
  return {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    offset: offset === undefined ? 0n : BigInt(`0x${offset}`),
    file: (maps === null ? fourth : fifth) ?? "",
    buildId: (maps === null ? sixth : undefined) ?? "",
  };
}

/** Joins mappings that were split and puts the program first, by google/pprof's guesses (massageMappings). */
export function inOrder(mappings: readonly LegacyMapping[]): LegacyMapping[] {
  const joined: LegacyMapping[] = [];
  for (const mapping of mappings) {
    const last = joined.at(-1);
    if (last === undefined || !isAdjacent(last, mapping)) joined.push({ ...mapping });
    else {
      last.limit = mapping.limit;
      if (mapping.file !== "") last.file = mapping.file;
      if (mapping.buildId !== "") last.buildId = mapping.buildId;
    }
  }
  const main = joined.findIndex(({ file }) => isProgram(file.replaceAll("(deleted)", "").trim()));
  if (main > 0) [joined[0], joined[main]] = [joined[main]!, joined[0]!];
  const [first, second] = joined;
  if (first?.file.startsWith("/anon_hugepage") === true && first.limit === second?.start) joined.shift();
  const program = joined[0];
  if (program !== undefined && program.start - program.offset === 0x400000n) {
    program.start = 0x400000n;
    program.offset = 0n;
  }
  return joined;
}

function isAdjacent(a: LegacyMapping, b: LegacyMapping): boolean {
  if (a.file !== "" && b.file !== "" && a.file !== b.file) return false;
  if (a.buildId !== "" && b.buildId !== "" && a.buildId !== b.buildId) return false;
  if (a.limit !== b.start) return false;
  return a.offset === 0n || b.offset === 0n || a.offset + (a.limit - a.start) === b.offset;
}

function isProgram(file: string): boolean {
  return file !== "" && !/\.so$|\.so[._][0-9]+/.test(file) && !file.startsWith("[");
}

/**
 * The mapping that an address is in, as an index; where there is none, one whose first part was left out of the list
 * is widened, and the last resort is -1.
 */
export function mappingOf(mappings: readonly LegacyMapping[], address: bigint): number {
  const inside = mappings.findIndex(({ start, limit }) => start <= address && address < limit);
  if (inside >= 0) return inside;
  const before = mappings.findIndex(
    ({ start, offset }) => offset !== 0n && BigInt.asUintN(64, start - offset) <= address && address < start,
  );
  const widened = mappings[before];
  if (widened !== undefined) {
    widened.start -= widened.offset;
    widened.offset = 0n;
  }
  return before;
}

/** The mapping made up for addresses that no mapping has. */
export const ANYWHERE: MappingRow = { limit: 2n ** 64n - 1n };
