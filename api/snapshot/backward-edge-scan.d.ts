import type { EdgeColumns } from "./columns.ts";
import type { FileLayout } from "./file-layout.ts";
/** Takes the file's `edges` into columns from the last to the first, as V8 writes them and no other way. */
export declare class BackwardEdgeScan {
    #private;
    /** The largest name seen, be it a string index or a number. */
    maxName: number;
    /** The edges from this one on have been taken. */
    first: number;
    constructor(layout: FileLayout, columns: EdgeColumns);
    /** Whether the records have the three fields that V8 has always written; only then can this be used. */
    static suits({ edgeField, edgeWidth, edgeTypeCodes }: FileLayout): boolean;
    /**
     * Takes the records that end before `end`, as far as they are surely all in `bytes`. Returns where the first of
     * them begins, or -1 when something is not as V8 writes it.
     */
    scan(bytes: Uint8Array, end: number): number;
}
