import { EdgeType, NodeType } from "./model.ts";
import { stepsTo, type Paths, type Step } from "./path-steps.ts";

/** Objects that are reached in the same way, but for which entry of a collection they are. */
export interface FoundGroup {
  /** The way to the largest of them. */
  readonly steps: readonly Step[];
  readonly node: number;
  readonly objects: number;
  /** Of all of them; what one has inside another is counted twice. */
  readonly retained: number;
}

/** The nodes that a word means: `@id`, the name of a class or function, or a variable or field, a private one with or without `#`. */
export function nodesNamed({ heap }: Paths, word: string): number[] {
  const id = /^@?(\d+)$/u.exec(word);
  if (id !== null) {
    const node = heap.snapshot.nodes.ids.indexOf(Number(id[1]));
    return node < 0 ? [] : [node];
  }
  const name = heap.word(word);
  const found = new Set<number>();
  const { nodes } = heap.snapshot;
  for (let node = 0; node < nodes.count; node++) {
    const type = nodes.types[node];
    if (nodes.names[node] === name && (type === NodeType.object || type === NodeType.native)) found.add(node);
  }
  if (found.size === 0) variables(heap, [name, heap.word(`#${word}`)], found);
  return [...found];
}

function variables(heap: Paths["heap"], names: readonly number[], found: Set<number>): void {
  const wanted = names.filter((name) => name >= 0);
  if (wanted.length === 0) return;
  for (let edge = 0; edge < heap.ends.length; edge++) {
    if (!wanted.includes(heap.edgeNames[edge]!)) continue;
    const type = heap.edgeType(edge);
    if (type === EdgeType.context || type === EdgeType.property) found.add(heap.target(edge));
  }
}

/** Groups nodes by the way to them, the heaviest group first. Looks at no more than `most` of them, the largest. */
export function groupedByPath(where: Paths, nodes: readonly number[], most: number): FoundGroup[] {
  const { retainedSizes } = where.heap.graph;
  const largest = nodes.toSorted((a, b) => retainedSizes[b]! - retainedSizes[a]!).slice(0, most);
  const groups = new Map<
    string,
    { steps: readonly Step[]; node: number; objects: number; retained: number }
  >();
  for (const node of largest) {
    const steps = stepsTo(where, node);
    const key = steps.map(({ kind, name }) => `${kind}:${name}`).join("|");
    const group = groups.get(key) ?? { steps, node, objects: 0, retained: 0 };
    group.objects++;
    group.retained += retainedSizes[node]!;
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.retained - a.retained);
}
