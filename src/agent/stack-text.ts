import { framesOfLocation, type LocationIndex, type Profile } from "#profile";
import type { Addresses } from "./addresses.ts";

/** A stack of a profile as Go's text forms show it. */
export interface TextStack {
  readonly values: readonly number[];
  /** ` 0x… 0x…`, innermost first: as in Go the address behind each call, one more than that of its line. */
  readonly addresses: string;
  /** Lines `#	0x…	name+0x0	file:line`, each ended. */
  readonly lines: string;
}

/** The stacks of a profile, most of the given sample type first. */
export function textStacks(profile: Profile, column: number, addresses: Addresses): TextStack[] {
  const { samples, sampleTypes } = profile;
  const width = sampleTypes.length;
  const stacks: TextStack[] = [];
  for (let row = 0; row < samples.count; row++) {
    const values = Array.from({ length: width }, (_, i) => samples.values.number(row * width + i));
    stacks.push({ values, ...stackOf(profile, row, addresses) });
  }
  return stacks.sort((a, b) => b.values[column]! - a.values[column]!);
}

function stackOf(profile: Profile, row: number, addresses: Addresses): Omit<TextStack, "values"> {
  const { locationStarts, locations } = profile.samples;
  const behind: string[] = [];
  const cells: [address: string, name: string, place: string][] = [];
  for (let at = locationStarts[row]!; at < locationStarts[row + 1]!; at++) {
    for (const frame of framesOfLocation(profile, locations[at] as LocationIndex)) {
      const address = addresses.of(frame.function, frame.file, frame.line);
      behind.push(` 0x${(address + 1).toString(16)}`);
      cells.push([`0x${address.toString(16)}`, `${frame.function}+0x0`, `${frame.file}:${frame.line}`]);
    }
  }
  return { addresses: behind.join(""), lines: tabulated(cells) };
}

/** Columns as Go's tabwriter aligns them with tabs of eight. */
function tabulated(rows: readonly (readonly [string, string, string])[]): string {
  const stop = (column: 0 | 1): number =>
    Math.ceil((1 + Math.max(...rows.map((row) => row[column].length))) / 8) * 8;
  const [first, second] = rows.length === 0 ? [0, 0] : [stop(0), stop(1)];
  const padded = (text: string, to: number): string => text + "\t".repeat(Math.ceil((to - text.length) / 8));
  return rows.map(([a, b, c]) => `#\t${padded(a, first)}${padded(b, second)}${c}\n`).join("");
}
