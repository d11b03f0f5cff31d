import { type JsonPlace } from "./document.ts";
import { type SourceReader } from "./listed-source.ts";
import type { Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
/** A source file's part of a function. */
export interface JsonListedFile {
    readonly file: string;
    readonly flat: number;
    readonly cum: number;
    /** Why there are no lines. */
    readonly error: string | null;
    readonly lines: readonly {
        readonly line: number;
        readonly text: string;
        readonly flat: number;
        readonly cum: number;
        readonly calls: readonly (JsonPlace & {
            readonly value: number;
            readonly inline: boolean;
        })[];
    }[];
}
/** The source of the functions whose name matches, with what was spent at each line and what it calls. */
export declare function sourceDocument(report: Report, pattern: NamePattern, readSource: SourceReader): {
    functions: {
        name: string;
        files: JsonListedFile[];
    }[];
};
