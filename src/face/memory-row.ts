import { floorOf, sparkline, type Point } from "#series";
import type { Finding, Memory } from "#verdict";
import { flow, LABEL_WIDTH, text, type Row } from "./layout.ts";
import { byteRate, bytes } from "./units.ts";

const FEWEST_COLLECTIONS = 5;

/** Memory over the window as a small picture with its first and last figure; empty when there are too few points. */
export function memoryRow(finding: Finding, width: number): readonly Row[] {
  const space = width - LABEL_WIDTH;
  const live = liveMemory(finding.memory);
  const first = live.points[0];
  const last = live.points.at(-1);
  if (first === undefined || last === undefined || live.points.length < 2) return [];
  const picture = sparkline(
    live.points,
    space >= 90 ? 32 : 20,
    finding.leaks.length > 0 ? {} : calmScale(live.points),
  );
  const chunks = [
    text(picture, finding.leaks.length > 0 ? "picture" : "calm"),
    text(`${change(first.value, last.value)} ${live.meaning}`),
  ];
  const start = finding.memory.points[0]?.rss ?? 0;
  const end = finding.memory.points.at(-1)?.rss ?? 0;
  if (start > 0 && end > 0) chunks.push(text(`RSS ${change(start, end)}`, "faint"));
  return [{ label: "memory", lines: flow(chunks, space) }];
}

/** What memory as a whole did, as a sentence without its full stop. */
export function memoryTrend(memory: Memory): string {
  const rate = memory.perHour;
  if (rate === null) return "Too few memory samples to tell a trend";
  const between = `${byteRate(rate.low)} to ${byteRate(rate.high)}`;
  if (rate.low > 0) return `Memory as a whole rises (${between})`;
  if (rate.high < 0) return `Memory as a whole falls (${between})`;
  return `Memory shows no trend beyond the noise of garbage collection (${between})`;
}

/** The series nearest to what is really alive: after collections where enough were seen, else the floor of heap use. */
function liveMemory(memory: Memory): { readonly points: readonly Point[]; readonly meaning: string } {
  const collected = memory.points.flatMap(({ atMs, heapAfterGc, external }) =>
    heapAfterGc === null ? [] : [{ atMs, value: heapAfterGc + external }],
  );
  const distinct = new Set(memory.points.map((point) => point.heapAfterGc));
  if (distinct.size > FEWEST_COLLECTIONS) return { points: collected, meaning: "after GC" };
  const used = memory.points.map(({ atMs, heapUsed, external }) => ({ atMs, value: heapUsed + external }));
  const floor = floorOf(used);
  return floor.length > 1
    ? { points: floor, meaning: "heap and buffers" }
    : { points: used, meaning: "heap and buffers" };
}

/** Where nothing leaks, a change of less than a tenth is not blown up to the full height. */
function calmScale(points: readonly Point[]): { readonly min: number; readonly max: number } {
  const values = points.map((point) => point.value);
  const max = Math.max(...values);
  return { min: Math.min(Math.min(...values), max * 0.9), max };
}

/** `512 → 521 MiB`; what is the same at both ends is said once. */
function change(from: number, to: number): string {
  const [start = "", startUnit] = bytes(from).split(" ");
  const [end = "", endUnit] = bytes(to).split(" ");
  if (start === end && startUnit === endUnit) return bytes(to);
  return `${start}${startUnit === endUnit ? "" : ` ${startUnit}`} → ${end} ${endUnit}`;
}
