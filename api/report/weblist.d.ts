import { type SourceReader } from "./listed-source.ts";
import { type Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
/**
 * The source of the functions whose name matches as one HTML page that needs nothing else, heaviest first: flat and cum
 * at each line, and what each line calls when it is opened. As `pprof -weblist`, without assembly.
 */
export declare function weblist(report: Report, pattern: NamePattern, readSource: SourceReader): string;
