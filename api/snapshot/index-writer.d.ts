import type { Graph } from "./graph.ts";
import { type IndexSource } from "./index-format.ts";
export interface IndexOptions {
    /** Take out the texts of the program's data: strings, and keys of objects that serve as dictionaries. */
    readonly redact?: boolean;
    /** The file it is made from, so that it is known when that has changed. */
    readonly source?: IndexSource;
}
/** The bytes of an index of a snapshot, in pieces to be written one after another; about a third of the file. */
export declare function indexBytes(graph: Graph, options?: IndexOptions): Generator<Uint8Array>;
