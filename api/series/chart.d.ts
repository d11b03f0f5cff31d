import { type ChartSeries } from "./plot.ts";
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
export declare function drawChart(panels: readonly ChartPanel[], options: ChartOptions): readonly string[];
