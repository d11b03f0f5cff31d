import { type Report } from "./report.ts";
/** For every label what the samples with it come to, and with each of its values: `pprof -tags`. */
export declare function tags(report: Report): string;
/** By key and value of labels the sum of the samples that have it; numbers in the unit of their key. */
export declare function tagSums(report: Report): Map<string, Map<string, bigint>>;
