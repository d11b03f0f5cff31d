import {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_INLINE_FRAMES,
  MAPPING_HAS_LINE_NUMBERS,
  type Profile,
} from "#profile";
import { exactTime, goDuration } from "./local-time.ts";
import { sampleLabels } from "./sample-labels.ts";
import { compareTexts } from "./text-order.ts";

/** Everything a profile holds, as text: `pprof -raw`. Columns of lines are shown where they are known. */
export function raw(profile: Profile): string {
  const lines = [
    ...headerLines(profile),
    "Samples:",
    profile.sampleTypes
      .map(({ type, unit }) => `${type}/${unit}${type === profile.defaultSampleType ? "[dflt]" : ""}`)
      .join(" ")
      .trim(),
  ];
  for (let row = 0; row < profile.samples.count; row++) lines.push(...sampleLines(profile, row));
  lines.push("Locations");
  for (let row = 0; row < profile.locations.count; row++) lines.push(...locationLines(profile, row));
  lines.push("Mappings");
  for (let row = 0; row < profile.mappings.count; row++) lines.push(mappingLine(profile, row));
  return `${lines.join("\n")}\n`;
}

function headerLines({ comments, periodType, period, timeNanos, durationNanos }: Profile): string[] {
  const lines = comments.map((comment) => `Comment: ${comment}`);
  lines.push(`PeriodType: ${periodType.type} ${periodType.unit}`, `Period: ${period}`);
  if (timeNanos !== 0n) lines.push(`Time: ${exactTime(timeNanos)}`);
  // Go prints it with a precision, which cuts a text off: four characters.
  if (durationNanos !== 0n) lines.push(`Duration: ${goDuration(durationNanos).slice(0, 4)}`);
  return lines;
}

function sampleLines(profile: Profile, row: number): string[] {
  const { samples, sampleTypes } = profile;
  const width = sampleTypes.length;
  let line = "";
  for (let i = 0; i < width; i++) line += ` ${String(samples.values.bigint(row * width + i)).padStart(10)}`;
  line += ": ";
  for (let i = samples.locationStarts[row]!; i < samples.locationStarts[row + 1]!; i++) {
    line += `${samples.locations[i]! + 1} `;
  }
  const { texts, numbers } = sampleLabels(profile, row);
  const textLabels = Array.from(texts, ([key, values]) => `${key}:[${values.join(" ")}]`);
  const numberLabels = Array.from(numbers, ([key, values]) => {
    const withUnits = values.some(({ unit }) => unit !== "");
    return `${key}:[${values.map(({ value, unit }) => (withUnits ? `${value} ${unit}` : value)).join(" ")}]`;
  });
  return [line, ...[textLabels, numberLabels].filter(({ length }) => length > 0).map(labelLine)];
}

function labelLine(labels: string[]): string {
  return `                ${labels.sort(compareTexts).join(" ")}`;
}

function locationLines(profile: Profile, row: number): string[] {
  const { locations } = profile;
  const mapping = locations.mappings[row] === 0 ? "" : `M=${locations.mappings[row]!} `;
  const folded = locations.folded[row] === 1 ? "[F] " : "";
  const address = `0x${locations.addresses.unsigned(row).toString(16)}`;
  let start = `${String(row + 1).padStart(6)}: ${address} ${mapping}${folded}`;
  const first = locations.lineStarts[row]!;
  const end = locations.lineStarts[row + 1]!;
  if (first === end) return [start];
  const lines: string[] = [];
  for (let line = first; line < end; line++) {
    lines.push(start + lineText(profile, line));
    start = " ".repeat(13);
  }
  return lines;
}

function lineText({ locations, functions, strings }: Profile, line: number): string {
  const row = locations.lines.functions[line]!;
  const name = strings.at(functions.names[row]!);
  const systemName = strings.at(functions.systemNames[row]!);
  const column = locations.lines.columns.isZero(line) ? "" : `:${locations.lines.columns.bigint(line)}`;
  const place = `${strings.at(functions.files[row]!)}:${locations.lines.lines.bigint(line)}${column}`;
  const mangled = name === systemName ? "" : `(${systemName})`;
  return `${name} ${place} s=${functions.startLines.bigint(row)}${mangled}`;
}

function mappingLine({ mappings, strings }: Profile, row: number): string {
  const hex = (value: bigint): string => `0x${value.toString(16)}`;
  const range = [mappings.starts, mappings.limits, mappings.offsets].map((column) =>
    hex(column.unsigned(row)),
  );
  const flags = FLAGS.map(([bit, name]) => ((mappings.flags[row]! & bit) === 0 ? "" : name)).join("");
  const file = strings.at(mappings.files[row]!);
  return `${row + 1}: ${range.join("/")} ${file} ${strings.at(mappings.buildIds[row]!)} ${flags}`;
}

const FLAGS = [
  [MAPPING_HAS_FUNCTIONS, "[FN]"],
  [MAPPING_HAS_FILENAMES, "[FL]"],
  [MAPPING_HAS_LINE_NUMBERS, "[LN]"],
  [MAPPING_HAS_INLINE_FRAMES, "[IN]"],
] as const;
