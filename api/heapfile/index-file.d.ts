import { type Graph, type OpenIndex } from "#snapshot";
export interface WriteIndexOptions {
    /** Take out the texts of the program's data, so that the index may leave production. */
    readonly redact?: boolean;
    /** The snapshot it is made from, so that it is known when that has changed. */
    readonly source?: string;
}
/** The file beside a snapshot that its index is kept in. */
export declare function indexPath(snapshot: string): string;
/** Writes the index of a graph; a reader sees all of it or nothing. Returns its size in bytes. */
export declare function writeIndex(path: string, graph: Graph, options?: WriteIndexOptions): number;
/** An index that is open; its columns are read when first used, so it stays open until the process ends or `close`. */
export interface IndexOnDisk extends OpenIndex {
    close(): void;
}
/** Opens the index in a file; throws a SnapshotError `index-unusable` that names it. */
export declare function openIndexFile(path: string): IndexOnDisk;
/** The index beside a snapshot, when there is one of all that is in it, made from it as it is now; otherwise null. */
export declare function freshIndex(snapshot: string): IndexOnDisk | null;
/** Whether a file is an index rather than a snapshot. */
export declare function isIndexFile(path: string): boolean;
/**
 * When a snapshot was written, by the time of its file; of an index that of the snapshot it was made from. null where that is
 * not known: of standard input, of a pipe, and of an index that was made from either. Throws as `openHeap` does.
 */
export declare function writtenAt(path: string): Date | null;
