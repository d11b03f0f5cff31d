import type { Heap } from "./heap.ts";
import { NodeType } from "./model.ts";

/** The sockets in a heap that a server has accepted and that are open. One pass over the nodes. */
export function openConnections(heap: Heap): number {
  const classes = new Set(["Socket", "TLSSocket"].map((name) => heap.word(name)));
  classes.delete(-1);
  const { names } = heap.snapshot.nodes;
  let open = 0;
  for (let node = 0; classes.size > 0 && node < heap.types.length; node++)
    if (classes.has(names[node]!) && isOpen(heap, node)) open++;
  return open;
}

/** Where a socket has its handle, null once it is closed: Node.js has had it in a field and behind a symbol. */
const handles = ["_handle", "<symbol kHandle>"];

function isOpen(heap: Heap, node: number): boolean {
  const leads = (name: string): boolean => {
    const value = heap.property(node, name);
    return value >= 0 && heap.types[value] === NodeType.object;
  };
  return heap.types[node] === NodeType.object && leads("server") && handles.some(leads);
}
