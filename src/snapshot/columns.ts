import type { FileLayout } from "./file-layout.ts";
import { SnapshotError } from "./snapshot-error.ts";

/** Where the memory of columns comes from: an ArrayBuffer, or a SharedArrayBuffer to let another thread help. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** Memory of this thread. */
export const ownMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

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
export function nodeColumns({ nodeCount }: FileLayout, allocate: Allocate): NodeColumns {
  return whenRoom(nodeCount, "nodes", () => ({
    types: new Uint8Array(allocate(nodeCount)),
    names: new Uint32Array(allocate(nodeCount * 4)),
    ids: new Uint32Array(allocate(nodeCount * 4)),
    selfSizes: new Uint32Array(allocate(nodeCount * 4)),
    firstEdges: new Uint32Array(allocate(nodeCount * 4 + 4)),
    detachedness: null,
  }));
}

/** Columns for the edges of a file. */
export function edgeColumns({ edgeCount }: FileLayout, allocate: Allocate): EdgeColumns {
  return whenRoom(edgeCount, "edges", () => ({
    ends: new Uint32Array(allocate(edgeCount * 4)),
    names: new Uint32Array(allocate(edgeCount * 4)),
  }));
}

function whenRoom<T>(count: number, what: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new SnapshotError(
      "snapshot-too-large",
      `it announces ${count} ${what}, more than there is memory for: use a machine with more memory, or take it again if that number cannot be right`,
      { cause },
    );
  }
}
