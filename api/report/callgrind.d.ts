import { type Report } from "./report.ts";
/** The whole graph for KCachegrind, with names and addresses abbreviated as its format allows: `pprof -callgrind`. */
export declare function callgrind(report: Report): string;
