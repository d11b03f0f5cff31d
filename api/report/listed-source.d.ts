import type { GraphEdge } from "./graph.ts";
import type { Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
/**
 * Gives the lines of a source file as it is named in the profile; throws when there is no such file, with a message to
 * print. Asked once for each file.
 */
export type SourceReader = (file: string) => readonly string[];
/** A line of source with what was spent at it. */
export interface ListedLine {
    /** From 1 on. */
    readonly line: number;
    readonly text: string;
    readonly flat: bigint;
    readonly cum: bigint;
    /** Calls from this line to other functions, heaviest first; only where asked for. */
    readonly calls: readonly GraphEdge[];
}
/** A function in one source file. */
export interface ListedFile {
    readonly file: string;
    readonly flat: bigint;
    readonly cum: bigint;
    readonly lines: readonly ListedLine[];
    /** Why there are no lines; null when there are. */
    readonly error: string | null;
}
/** A function that was asked for; without files when the profile does not say where it is. */
export interface ListedFunction {
    readonly name: string;
    readonly files: readonly ListedFile[];
}
/**
 * The source of the functions whose name matches with what was spent at each line, by name and file. Throws ReportError
 * when none matches.
 */
export declare function listedSource(report: Report, pattern: NamePattern, readSource: SourceReader, calls: "calls" | "no calls"): ListedFunction[];
