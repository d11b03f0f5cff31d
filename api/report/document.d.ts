import type { NodeInfo } from "./node-info.ts";
import { type Report } from "./report.ts";
/** What every report as JSON begins with; `docs/pprof-json.md` describes all of them. */
export interface DocumentHead {
    readonly version: 1;
    readonly report: string;
    readonly profile: {
        /** The program the profile is of. */
        readonly program: string | null;
        readonly buildId: string | null;
        /** When it was taken, ISO 8601. */
        readonly time: string | null;
        readonly durationSeconds: number | null;
        readonly comments: readonly string[];
        readonly docUrl: string | null;
    };
    /** What values count, and their unit: that of the profile, whatever unit a text report would show. */
    readonly sampleType: {
        readonly type: string;
        readonly unit: string;
    };
    /** What shares are of. */
    readonly total: number;
    /** The filters in force, as `name=pattern`. */
    readonly filters: readonly string[];
}
/** The beginning of a report's document. */
export declare function documentHead(name: string, report: Report): DocumentHead;
/** A value as documents show it: divided as asked, and never -0. */
export declare function jsonValue({ options }: Report): (value: bigint | number) => number;
/** A place in a program; null for what the profile, or the granularity asked for, does not say. */
export interface JsonPlace {
    /** As text reports print it. */
    readonly name: string;
    readonly function: string | null;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
    /** Hexadecimal with `0x`. */
    readonly address: string | null;
}
/** What a node stands for. */
export declare function jsonPlace(info: NodeInfo): JsonPlace;
/** A 64-bit integer: a number where that is exact, else its digits as a text. */
export declare function jsonInteger(value: bigint): number | string;
