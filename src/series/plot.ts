import { BrailleCanvas } from "./braille.ts";
import { inOrder, type Point } from "./point.ts";

/** A line of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** One list of points per life of the process; a single list when it was never restarted. */
  readonly lives: readonly (readonly Point[])[];
  /** Colours a run of characters; leave it out for plain text. */
  readonly paint?: (text: string) => string;
}

/** What the edges of a plot stand for. */
export interface PlotScale {
  readonly fromMs: number;
  readonly toMs: number;
  readonly max: number;
}

/** A plot's size in characters. */
export interface PlotSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The area inside the axes, top row first, every row `columns` characters wide. The drop from the end of one
 * life to the start of the next is drawn too: it is what makes a sawtooth. Where lines share a character the
 * later series wins. Every second series is dashed, so that two lines can be told apart without colour.
 */
export function plot(
  series: readonly ChartSeries[],
  scale: PlotScale,
  size: PlotSize,
  limit: number | null,
): readonly string[] {
  const layers = series.map((line, index) => {
    const canvas = new BrailleCanvas(size.columns, size.rows);
    trace(canvas, line.lives, scale, index % 2 === 1);
    return { canvas, paint: line.paint ?? ((text: string) => text) };
  });
  const limitRow = limit === null ? -1 : dotRow(limit, scale, size.rows) >> 2;
  return Array.from({ length: size.rows }, (_, row) => {
    const cells: string[] = Array.from({ length: size.columns }, () => (row === limitRow ? "╌" : " "));
    for (const { canvas, paint } of layers) {
      for (const [column, cell] of canvas.cells(row).entries()) {
        if (cell !== null) cells[column] = paint(cell);
      }
    }
    return cells.join("");
  });
}

/** The character column at which a time is drawn. */
export function columnAt(atMs: number, scale: PlotScale, columns: number): number {
  return dotColumn(atMs, scale, columns) >> 1;
}

function trace(
  canvas: BrailleCanvas,
  lives: readonly (readonly Point[])[],
  scale: PlotScale,
  dashed: boolean,
): void {
  let before: { x: number; y: number } | null = null;
  for (const point of lives.flatMap(inOrder)) {
    const x = dotColumn(point.atMs, scale, canvas.columns);
    const y = dotRow(point.value, scale, canvas.rows);
    if (before === null) canvas.dot(x, y);
    else canvas.line(before.x, before.y, x, y, dashed);
    before = { x, y };
  }
}

function dotColumn(atMs: number, scale: PlotScale, columns: number): number {
  const span = scale.toMs - scale.fromMs;
  return span > 0 ? Math.round(((atMs - scale.fromMs) / span) * (columns * 2 - 1)) : 0;
}

function dotRow(value: number, scale: PlotScale, rows: number): number {
  const lowest = rows * 4 - 1;
  return lowest - Math.round((value / scale.max) * lowest);
}
