import { type Report } from "./report.ts";
/** Boxes below half a pixel are not drawn: they could not be pointed at. */
export declare const NARROWEST_SHARE: number;
/**
 * A flame graph as one SVG file that needs nothing else: roots on top, a click widens a frame, tooltips give numbers.
 * With negative values, as of a difference, a box is as wide as what grew and shrank in it together, red where it grew
 * and green where it shrank.
 */
export declare function flame(report: Report): string;
