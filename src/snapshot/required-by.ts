import type { Graph } from "./graph.ts";
import { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";

/**
 * The nearest file of an application that led to a CommonJS module being loaded, by what each module says it was the first to
 * require; null where the graph does not tell, as of ES modules. One pass over the nodes.
 */
export function requiredBy(
  graph: Graph,
  script: string,
  isApplication: (file: string) => boolean,
): string | null {
  const heap = new Heap(graph);
  const parents = firstRequirers(heap);
  const seen = new Set<string>();
  let file: string | undefined = script;
  while (file !== undefined && !seen.has(file)) {
    if (file !== script && isApplication(file)) return file;
    seen.add(file);
    file = parents.get(file);
  }
  return null;
}

/** For each module's file the file of the one that has it among its children. */
function firstRequirers(heap: Heap): ReadonlyMap<string, string> {
  const requirers = new Map<string, string>();
  const { nodes } = heap.snapshot;
  const module = heap.word("Module");
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.types[node] !== NodeType.object || nodes.names[node] !== module) continue;
    const file = fileOf(heap, node);
    const children = heap.property(node, "children");
    if (file === null || children < 0) continue;
    for (let edge = heap.firstEdges[children]!; edge < heap.firstEdges[children + 1]!; edge++) {
      if (heap.edgeType(edge) !== EdgeType.element) continue;
      const child = fileOf(heap, heap.target(edge));
      if (child !== null && !requirers.has(child)) requirers.set(child, file);
    }
  }
  return requirers;
}

function fileOf(heap: Heap, module: number): string | null {
  const name = heap.property(module, "filename");
  return name >= 0 && heap.types[name] === NodeType.string ? heap.name(name) : null;
}
