import { type Allocate } from "./columns.ts";
import type { EdgeHelp } from "./edge-help.ts";
import type { Snapshot } from "./model.ts";
export interface ReadOptions {
    /** Bytes of the file, uncompressed, when known: saves memory, and lets a file that promises too much be refused. */
    readonly fileBytes?: number;
    /** Bytes kept of the file while it is read; 1 MiB unless told. */
    readonly windowBytes?: number;
    readonly allocate?: Allocate;
    /** Takes the edges from their end; then the reader has to be given the bytes at `nextOffset`, which may jump. */
    readonly edgeHelp?: EdgeHelp;
}
/**
 * Reads a heap snapshot from front to back as its bytes come in, in one pass and without keeping them: fill `room()`,
 * say how much with `advance`, and call `finish` at the end. Needs the memory of the columns and `windowBytes`.
 * Throws a SnapshotError as soon as the bytes cannot be a snapshot.
 */
export declare class SnapshotReader {
    #private;
    constructor(options?: ReadOptions);
    /** Memory for the next bytes of the file, never empty. */
    room(): Uint8Array;
    /** Takes the first `length` bytes of what `room()` returned last. */
    advance(length: number): void;
    /** Offset in the file of the bytes that belong in `room()`. */
    get nextOffset(): number;
    /** The first edge that the help took, and where in the file the reader came to it; null before they met. */
    get meeting(): {
        readonly edge: number;
        readonly offset: number;
    } | null;
    /** Takes bytes that are somewhere else. */
    push(bytes: Uint8Array): void;
    /**
     * The snapshot; throws a SnapshotError that says what is missing when the file is not complete. `largestName` is that
     * of the edges that the help took.
     */
    finish(largestName?: number): Snapshot;
}
