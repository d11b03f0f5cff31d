import { type Report } from "./report.ts";
import type { TrimmedGraph } from "./trim.ts";
/** The header lines that say what the profile is. */
export declare function profileLabels(report: Report, unit: string): string[];
/** The header lines of a report on a graph; `full` shows all of them, and how to read a picture. */
export declare function reportLabels(report: Report, graph: TrimmedGraph, unit: string, full: boolean): string[];
