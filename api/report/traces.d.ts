import { type Report } from "./report.ts";
/** Every sample's labels, value and stack: `pprof -traces`. */
export declare function traces(report: Report): string;
