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

/** The field `server` leads to one, and that of the handle to what is not null. */
function isOpen(heap: Heap, node: number): boolean {
  if (heap.types[node] !== NodeType.object) return false;
  const fields = ["server", "_handle"].map((name) => heap.property(node, name));
  return fields.every((field) => field >= 0 && heap.types[field] === NodeType.object);
}
