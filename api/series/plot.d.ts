import { type Point } from "./point.ts";
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
export declare function plot(series: readonly ChartSeries[], scale: PlotScale, size: PlotSize, limit: number | null): readonly string[];
/** The character column at which a time is drawn. */
export declare function columnAt(atMs: number, scale: PlotScale, columns: number): number;
