import type { FileLayout } from "./file-layout.ts";
/** Where the memory of columns comes from: an ArrayBuffer, or a SharedArrayBuffer to let another thread help. */
export type Allocate = (bytes: number) => ArrayBufferLike;
/** Memory of this thread. */
export declare const ownMemory: Allocate;
/** The columns of nodes while they are filled. */
export interface NodeColumns {
    readonly types: Uint8Array;
    readonly names: Uint32Array;
    readonly ids: Uint32Array;
    readonly firstEdges: Uint32Array;
    selfSizes: Uint32Array | Float64Array;
    detachedness: Uint8Array | null;
}
/** The columns of edges while they are filled. */
export interface EdgeColumns {
    readonly ends: Uint32Array;
    readonly names: Uint32Array;
}
/** Columns for the nodes of a file. */
export declare function nodeColumns({ nodeCount }: FileLayout, allocate: Allocate): NodeColumns;
/** Columns for the edges of a file. */
export declare function edgeColumns({ edgeCount }: FileLayout, allocate: Allocate): EdgeColumns;
