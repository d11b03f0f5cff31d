import type { Graph } from "./graph.ts";
import { type IndexDirectory } from "./index-format.ts";
/** A file that an index is in, read at any place; may return fewer bytes than asked for at its end. */
export interface IndexFile {
    readonly bytes: number;
    read(offset: number, length: number): Uint8Array;
}
/** An index that is open: its columns are read from the file when first used, so that must stay open as well. */
export interface OpenIndex {
    readonly directory: IndexDirectory;
    readonly graph: Graph;
}
/** Opens an index; throws a SnapshotError `index-unusable` when it is damaged, cut off, or of another version. */
export declare function openIndex(file: IndexFile): OpenIndex;
/** Whether bytes begin as an index does, of whatever version. */
export declare function isIndex(bytes: Uint8Array): boolean;
/** The columns of an index, checked and unpacked as they are asked for. */
export declare class IndexColumns {
    #private;
    constructor(file: IndexFile, directory: IndexDirectory);
    has(name: string): boolean;
    /** The bytes of a part. */
    bytes(name: string): Uint8Array;
    /** A packed column of `rows` numbers. */
    column(name: string, rows: number): Uint32Array;
}
