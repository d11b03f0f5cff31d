import { byteTicks, timeTicks } from "./axis.ts";
import { inOrder, type Point } from "./point.ts";
import { columnAt, plot, type ChartSeries, type PlotScale, type PlotSize } from "./plot.ts";

const NARROWEST_PLOT = 24;
const GAP = "   ";

/** One plot: a title and one or more series drawn over each other. */
export interface ChartPanel {
  readonly title: string;
  readonly series: readonly ChartSeries[];
}

/** How large a chart is and how its axes are written. */
export interface ChartOptions {
  /** Characters from edge to edge. */
  readonly width: number;
  /** Rows of each plot, without title, axis and legend. */
  readonly height: number;
  /** Writes a value of the y axis, such as `128 MiB`. */
  readonly formatValue: (value: number) => string;
  /** Writes milliseconds since the start of the plot, such as `30 s`. */
  readonly formatTime: (elapsedMs: number) => string;
  /** Drawn as a dashed level across every plot. */
  readonly limit?: number;
}

/**
 * Lines of text that draw memory over time in braille dots: panels side by side where the width allows,
 * else one below the other. All panels share the scale of both axes, so that what is flat in one and steep in
 * the other can be compared by eye; the y axis starts at zero. Restarts are marked `▲` on the time axis.
 */
export function drawChart(panels: readonly ChartPanel[], options: ChartOptions): readonly string[] {
  const drawn = panels.flatMap(points);
  if (drawn.length === 0) return [];
  const highest = drawn.reduce((most, { value }) => Math.max(most, value), options.limit ?? 0);
  const ticks = byteTicks(highest, 4);
  const longest = Math.max(...panels.map((panel) => span(panel).toMs - span(panel).fromMs));
  const labels = yLabels(ticks, options);
  const gutter = Math.max(...labels.map((label) => label.length)) + 1;
  const columns = plotColumns(options.width, gutter, panels.length);
  const blocks = panels.map((panel, index) => {
    const { fromMs } = span(panel);
    const scale = { fromMs, toMs: fromMs + longest, max: ticks.at(-1) ?? 1 };
    const withLabels = index === 0 || columns.stacked;
    const size = { columns: columns.plot, rows: options.height };
    return drawPanel(panel, { scale, size, labels: withLabels ? labels : null, gutter, options });
  });
  if (columns.stacked) {
    return blocks
      .flatMap((block, index) => (index === 0 ? block : ["", ...block]))
      .map((line) => line.trimEnd());
  }
  const rows = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: rows }, (_, row) =>
    blocks
      .map((block) => block[row] ?? "")
      .join(GAP)
      .trimEnd(),
  );
}

interface Frame {
  readonly scale: PlotScale;
  readonly size: PlotSize;
  /** One label per row of the plot and one for the axis; null when the panel to the left shows them. */
  readonly labels: readonly string[] | null;
  readonly gutter: number;
  readonly options: ChartOptions;
}

/** Title, plot, axis and legend of a panel; every line has the same width. */
function drawPanel(panel: ChartPanel, frame: Frame): readonly string[] {
  const { scale, size, labels, gutter, options } = frame;
  const margin = labels === null ? 0 : gutter;
  const width = margin + 1 + size.columns;
  const body = plot(panel.series, scale, size, options.limit ?? null).map((row, index) => {
    const label = labels?.[index] ?? "";
    return `${label.padStart(margin - 1).padEnd(margin)}${label === "" ? "│" : "┤"}${row}`;
  });
  const blank = " ".repeat(margin);
  const zero = labels?.at(-1) ?? "";
  const below = [
    `${zero.padStart(margin - 1).padEnd(margin)}┼${axisLine(panel, scale, size.columns)}`,
    blank + timeLine(scale, size.columns, options.formatTime),
    ...legend(panel, margin, size.columns),
  ];
  return [blank + panel.title.slice(0, size.columns + 1), ...body, ...below].map(
    (line, index) => line + " ".repeat(Math.max(0, width - (isPlot(index, size) ? width : line.length))),
  );
}

/** Rows of the plot may contain colour and have the full width already; so has the axis below them. */
function isPlot(line: number, size: PlotSize): boolean {
  return line >= 1 && line <= size.rows + 1;
}

function axisLine(panel: ChartPanel, scale: PlotScale, columns: number): string {
  const cells = Array.from({ length: columns }, () => "─");
  for (const line of panel.series) {
    for (const life of line.lives.slice(1)) {
      const start = life[0];
      if (start !== undefined) cells[columnAt(start.atMs, scale, columns)] = "▲";
    }
  }
  return cells.join("");
}

/** Times under the axis, each starting at the column it names; those that would touch are left out. */
function timeLine(scale: PlotScale, columns: number, format: (elapsedMs: number) => string): string {
  let line = "";
  for (const elapsed of timeTicks(scale.fromMs, scale.toMs, Math.floor(columns / 8))) {
    const column = 1 + columnAt(scale.fromMs + elapsed, scale, columns);
    const label = format(elapsed);
    if (column + label.length > columns + 1 || (line !== "" && line.length + 2 > column)) continue;
    line = line.padEnd(column) + label;
  }
  return line.padEnd(columns + 1);
}

function legend(panel: ChartPanel, margin: number, columns: number): readonly string[] {
  const entries = panel.series.length > 1 ? panel.series.map(({ name }, i) => `${SIGNS[i % 2]} ${name}`) : [];
  if (panel.series.some((line) => line.lives.length > 1)) entries.push("▲ restarted");
  if (entries.length === 0) return [];
  return [" ".repeat(margin + 1) + entries.join("   ").slice(0, columns)];
}

const SIGNS = ["⠒⠒", "⠂⠐"] as const;

/** The label of each row of the plot, then the axis: a tick's own row has its text, other rows none. */
function yLabels(ticks: readonly number[], options: ChartOptions): readonly string[] {
  const labels = Array.from({ length: options.height + 1 }, () => "");
  const max = ticks.at(-1) ?? 1;
  const lowest = options.height * 4 - 1;
  for (const tick of ticks) {
    const row = (lowest - Math.round((tick / max) * lowest)) >> 2;
    labels[tick === 0 ? options.height : row] = options.formatValue(tick);
  }
  return labels;
}

function plotColumns(width: number, gutter: number, panels: number): { plot: number; stacked: boolean } {
  const beside = Math.floor((width - gutter - panels - GAP.length * (panels - 1)) / panels);
  if (beside >= NARROWEST_PLOT || panels === 1) return { plot: Math.max(8, beside), stacked: false };
  return { plot: Math.max(8, width - gutter - 1), stacked: true };
}

function points(panel: ChartPanel): readonly Point[] {
  return panel.series.flatMap((line) => line.lives.flatMap(inOrder));
}

function span(panel: ChartPanel): { readonly fromMs: number; readonly toMs: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { atMs } of points(panel)) {
    fromMs = Math.min(fromMs, atMs);
    toMs = Math.max(toMs, atMs);
  }
  return fromMs <= toMs ? { fromMs, toMs } : { fromMs: 0, toMs: 0 };
}
