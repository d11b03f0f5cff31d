import type { Heap } from "./heap.ts";
import { EDGE_TYPES, EdgeType } from "./model.ts";

/** What V8 made of a function: its code, and what it learnt about it. */
const CODE = "code";
const ofCode = /^(?:code|feedback_cell|shared|prototype|initial_map|dispatch_handle)$/u;
/** Fields by which an object holds its backing store. */
export const stores: RegExp = /^(?:table|elements|properties|buffer|backing_store|\d+)$/u;

/** The labels of claims, each with a number, the same for the edges of both snapshots. */
export class ClaimLabels {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By heap and type of the edge: the number of the label plus 1 by the edge's name; 0 where not yet known. */
  readonly #known = new Map<Heap, Uint32Array[]>();

  text(number: number): string {
    return this.#texts[number]!;
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** The label of a claim to what an edge holds. */
  of(heap: Heap, edge: number): number {
    const type = heap.edgeType(edge);
    if (type === EdgeType.element || type === EdgeType.hidden) return this.numberOf("");
    const known = this.#knownOf(heap)[type]!;
    const name = heap.edgeNames[edge]!;
    if (known[name] === 0) known[name] = this.numberOf(labelOf(type, heap.edgeName(edge))) + 1;
    return known[name]! - 1;
  }

  #knownOf(heap: Heap): Uint32Array[] {
    let known = this.#known.get(heap);
    if (known === undefined) {
      known = Array.from(
        { length: EDGE_TYPES.length + 1 },
        () => new Uint32Array(heap.snapshot.strings.count),
      );
      this.#known.set(heap, known);
    }
    return known;
  }
}

function labelOf(type: number, name: string): string {
  if (type === EdgeType.internal) {
    if (name === "map" || stores.test(name) || name.includes("part of key")) return "";
    if (ofCode.test(name)) return CODE;
  }
  return `${type}:${name}`;
}
