import { byteRate, bytes, count, duration, percent, signedBytes } from "#face";
import { scaledLabel } from "#profile";
import type { ProfileDiff, SiteChange } from "#report";

/** Stacks shown in full below the table. */
const SHOWN_STACKS = 3;
const MOST_FRAMES = 12;

/** A comparison of two profiles as text: a sentence, a table of the sites that changed most, and the top stacks. */
export function renderDiff(diff: ProfileDiff, shownSites: number): string {
  const values = valueWords(diff.unit);
  const shown = mostChanged(diff.sites, shownSites);
  const lines = [sentence(diff, values), ""];
  if (shown.length === 0) return `${lines[0]}\n`;
  const withRate = diff.seconds !== null;
  const head = ["change", "share", "before", "after", ...(withRate ? ["rate"] : [])];
  const rows = shown.map((site) => [
    values.signed(site.change),
    site.change > 0 ? percent(site.shareOfGrowth) : "",
    values.plain(site.before),
    values.plain(site.after),
    ...(site.perHour === null ? [] : [values.rate(site.perHour)]),
  ]);
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const row = (cells: readonly string[], last: string): string =>
    `${cells.map((cell, i) => cell.padStart(widths[i]! + 2)).join("")}  ${last}`;
  lines.push(row(head, "site"), ...rows.map((cells, i) => row(cells, place(shown[i]!))));
  const left = diff.sites.length - shown.length;
  if (left > 0) lines.push(`  and ${count(left)} more that changed less`);
  const growers = diff.sites.filter(({ change }) => change > 0).slice(0, SHOWN_STACKS);
  for (const site of growers)
    lines.push("", `${values.signed(site.change)} at ${place(site)}, mostly through`, ...stack(site));
  return `${lines.join("\n")}\n`;
}

/** How values of a unit are said. */
interface ValueWords {
  readonly plain: (value: number) => string;
  readonly signed: (value: number) => string;
  readonly rate: (perHour: number) => string;
}

function valueWords(unit: string): ValueWords {
  if (unit === "bytes") return { plain: bytes, signed: signedBytes, rate: byteRate };
  const plain = (value: number): string =>
    unit === "count" || unit === "" ? count(value) : scaledLabel(Math.round(value), unit, "auto");
  const signed = (value: number): string => (value > 0 ? `+${plain(value)}` : plain(value));
  return { plain, signed, rate: (perHour) => `${signed(perHour)}/h` };
}

function sentence(
  { sampleType, before, after, change, grown, shrunk, seconds, perHour }: ProfileDiff,
  values: ValueWords,
): string {
  const within = seconds === null ? "" : ` in ${duration(seconds)}`;
  const rate = perHour === null || change === 0 ? "" : `, ${values.rate(perHour)}`;
  const from = `${values.plain(before)} → ${values.plain(after)}`;
  const parts =
    grown > 0 && shrunk < 0 ? ` (grown ${values.signed(grown)}, shrunk ${values.signed(shrunk)})` : "";
  if (change === 0) return `${sampleType} did not change${within}: ${values.plain(after)}${parts}`;
  const verb = change > 0 ? "grew" : "shrank";
  return `${sampleType} ${verb} by ${values.plain(Math.abs(change))}${within}: ${from}${rate}${parts}`;
}

/** The sites that changed most either way, in their order: growth first, shrinkage last. */
function mostChanged(sites: readonly SiteChange[], most: number): readonly SiteChange[] {
  const heaviest = sites.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, most);
  const kept = new Set(heaviest);
  return sites.filter((site) => kept.has(site));
}

function place({ function: name, file, line }: SiteChange): string {
  return [name, `${file}${line > 0 ? `:${line}` : ""}`].filter((part) => part !== "").join("  ");
}

function stack({ stack: frames }: SiteChange): string[] {
  const lines = frames
    .slice(0, MOST_FRAMES)
    .map(({ function: name, file, line }) => `    ${name}  ${file}${line > 0 ? `:${line}` : ""}`);
  const left = frames.length - MOST_FRAMES;
  return left > 0 ? [...lines, `    and ${count(left)} more`] : lines;
}
