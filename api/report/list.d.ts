import { type SourceReader } from "./listed-source.ts";
import { type Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
/** The source of the functions whose name matches, with what was spent at each line: `pprof -list`. */
export declare function list(report: Report, pattern: NamePattern, readSource: SourceReader): string;
