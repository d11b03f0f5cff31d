import type { Heap } from "./heap.ts";
/** The sockets in a heap that a server has accepted and that are open. One pass over the nodes. */
export declare function openConnections(heap: Heap): number;
