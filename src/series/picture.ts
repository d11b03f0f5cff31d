import { byteTicks, timeTicks } from "./axis.ts";
import { inOrder, type Point } from "./point.ts";
import type { Scene, Shape, Spot } from "./scene.ts";

const MARGIN = { left: 84, right: 24, top: 48, bottom: 40 };
const GROUND = "#ffffff";
const INK = "#1f2933";
const FAINT = "#6b7785";
const GRID = "#e4e8ec";
const LIMIT = "#c0392b";
const COLOURS = ["#2563a8", "#c96f16", "#3c8a4e", "#7a4fa3"];
const TEXT = 12;
const MOST_SPOTS = 2_000;

/** A line of the picture. */
export interface PictureSeries {
  readonly name: string;
  /** One list of points per life of the process. */
  readonly lives: readonly (readonly Point[])[];
}

/** What the picture says beside its lines. */
export interface PictureOptions {
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes at which the process dies, drawn across; null when it is not known. */
  readonly limit: { readonly bytes: number; readonly name: string } | null;
  readonly formatValue: (value: number) => string;
  /** Writes milliseconds since the start of the picture. */
  readonly formatTime: (elapsedMs: number) => string;
}

/**
 * Memory over time as a picture: every life of the process, the drop between lives, and the limit. The value axis
 * starts at zero, so that what is nearly flat looks it.
 */
export function memoryPicture(series: readonly PictureSeries[], options: PictureOptions): Scene {
  const frame = frameOf(series, options);
  return {
    width: options.width,
    height: options.height,
    ground: GROUND,
    title: options.title,
    shapes: [
      {
        kind: "text",
        at: { x: MARGIN.left, y: 22 },
        text: options.title,
        size: 15,
        colour: INK,
        anchor: "start",
      },
      ...legend(series),
      ...valueAxis(frame, options),
      ...timeAxis(frame, options),
      ...series.flatMap((line, index) =>
        drawLives(line, frame, COLOURS[index % COLOURS.length] ?? INK, index === 0),
      ),
      ...limitLine(frame, options),
    ],
  };
}

interface Frame {
  readonly ticks: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly right: number;
  readonly bottom: number;
  readonly place: (point: Point) => Spot;
}

function frameOf(series: readonly PictureSeries[], { width, height, limit }: PictureOptions): Frame {
  const points = series.flatMap(({ lives }) => lives.flatMap(inOrder));
  const times = points.map(({ atMs }) => atMs);
  const fromMs = times.reduce((least, atMs) => Math.min(least, atMs), times[0] ?? 0);
  const toMs = times.reduce((most, atMs) => Math.max(most, atMs), times[0] ?? 0);
  const highest = points.reduce((most, { value }) => Math.max(most, value), 0);
  // A limit far above would press the line into the ground: then only the words tell it.
  const shown = limit !== null && limit.bytes < 4 * highest ? Math.max(highest, limit.bytes) : highest;
  const ticks = byteTicks(shown, 5);
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const max = ticks.at(-1) ?? 1;
  const span = toMs > fromMs ? toMs - fromMs : 1;
  return {
    ticks,
    fromMs,
    toMs,
    right,
    bottom,
    place: ({ atMs, value }) => ({
      x: MARGIN.left + ((atMs - fromMs) / span) * (right - MARGIN.left),
      y: bottom - (value / max) * (bottom - MARGIN.top),
    }),
  };
}

function valueAxis(
  { ticks, fromMs, right, place }: Frame,
  { formatValue }: PictureOptions,
): readonly Shape[] {
  return ticks.flatMap((value): Shape[] => {
    const { y } = place({ atMs: fromMs, value });
    const spots = [
      { x: MARGIN.left, y },
      { x: right, y },
    ];
    const at = { x: MARGIN.left - 8, y: y + 4 };
    return [
      { kind: "line", spots, colour: value === 0 ? FAINT : GRID, width: 1 },
      { kind: "text", at, text: formatValue(value), size: TEXT, colour: FAINT, anchor: "end" },
    ];
  });
}

function timeAxis(
  { fromMs, toMs, bottom, right, place }: Frame,
  { formatTime }: PictureOptions,
): readonly Shape[] {
  const count = Math.max(1, Math.floor((right - MARGIN.left) / 96));
  return timeTicks(fromMs, toMs, count).flatMap((elapsed): Shape[] => {
    const { x } = place({ atMs: fromMs + elapsed, value: 0 });
    const spots = [
      { x, y: bottom },
      { x, y: bottom + 5 },
    ];
    const at = { x, y: bottom + 20 };
    return [
      { kind: "line", spots, colour: FAINT, width: 1 },
      { kind: "text", at, text: formatTime(elapsed), size: TEXT, colour: FAINT, anchor: "middle" },
    ];
  });
}

function drawLives(
  { lives }: PictureSeries,
  frame: Frame,
  colour: string,
  filled: boolean,
): readonly Shape[] {
  const drawn = lives
    .map((life) => thinned(inOrder(life)).map(frame.place))
    .filter((spots) => spots.length > 0);
  const shapes: Shape[] = [];
  for (const [index, spots] of drawn.entries()) {
    const [first, last, next] = [spots[0]!, spots.at(-1)!, drawn[index + 1]?.[0]];
    const ground = [
      { x: last.x, y: frame.bottom },
      { x: first.x, y: frame.bottom },
    ];
    if (filled) shapes.push({ kind: "area", spots: [...spots, ...ground], colour, opacity: 0.12 });
    shapes.push({ kind: "line", spots, colour, width: 2 });
    if (next) shapes.push({ kind: "line", spots: [last, next], colour, width: 1, dash: 3 });
  }
  return shapes;
}

function limitLine(
  { fromMs, right, place, ticks }: Frame,
  { limit, formatValue }: PictureOptions,
): readonly Shape[] {
  if (limit === null) return [];
  const isAbove = limit.bytes > (ticks.at(-1) ?? 0);
  const text = `${limit.name} ${formatValue(limit.bytes)}${isAbove ? " (above the picture)" : ""}`;
  const words: Shape = {
    kind: "text",
    at: { x: right, y: 40 },
    text,
    size: TEXT,
    colour: LIMIT,
    anchor: "end",
  };
  if (isAbove) return [words];
  const { y } = place({ atMs: fromMs, value: limit.bytes });
  const spots = [
    { x: MARGIN.left, y },
    { x: right, y },
  ];
  return [{ kind: "line", spots, colour: LIMIT, width: 1.5, dash: 6 }, words];
}

/** Names of the lines, where there are several. */
function legend(series: readonly PictureSeries[]): readonly Shape[] {
  if (series.length < 2) return [];
  let x = MARGIN.left;
  return series.flatMap(({ name }, index): Shape[] => {
    const colour = COLOURS[index % COLOURS.length] ?? INK;
    const spots = [
      { x, y: 36 },
      { x: x + 18, y: 36 },
    ];
    const at = { x: x + 24, y: 40 };
    x += 48 + name.length * TEXT * 0.62;
    return [
      { kind: "line", spots, colour, width: 2 },
      { kind: "text", at, text: name, size: TEXT, colour: FAINT, anchor: "start" },
    ];
  });
}

/** As many points as a picture can show: of every run the lowest and the highest, so that no tooth is lost. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_SPOTS) return points;
  const runs = MOST_SPOTS / 2;
  return Array.from({ length: runs }, (_, index) => {
    const run = points.slice(
      Math.floor((index * points.length) / runs),
      Math.floor(((index + 1) * points.length) / runs),
    );
    const low = run.reduce((least, point) => (point.value < least.value ? point : least));
    const high = run.reduce((most, point) => (point.value > most.value ? point : most));
    return low.atMs <= high.atMs ? [low, high] : [high, low];
  }).flat();
}
