import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import { NameTest } from "./name-test.ts";
import type { RetainingPaths } from "./retaining-paths.ts";

/** The longest way from one link of a chain to the next: object → method → scope → object. */
const LONGEST_PERIOD = 6;

/**
 * Folds what repeats on a path, so that a linked list, a tree, a chain of closures or of promises is one thing: a link
 * stands for the first of its kind.
 */
export class Repetition {
  readonly #heap: Heap;
  readonly #paths: RetainingPaths;
  /** The first link plus 1 by node; 0 where not yet known. */
  readonly #firsts: Uint32Array;
  /** Names of V8's own lists: reactions of a promise and cells of a registry. */
  readonly #isOwnList: NameTest;
  readonly #isContainer: NameTest;

  constructor(heap: Heap, paths: RetainingPaths) {
    const { nodes, strings } = heap.snapshot;
    this.#heap = heap;
    this.#paths = paths;
    this.#firsts = new Uint32Array(nodes.count);
    this.#isOwnList = new NameTest(strings, (name) => /^system \/ (?:PromiseReaction|WeakCell)/u.test(name));
    this.#isContainer = new NameTest(strings, (name) => /^(?:Array|Map|Set)$/u.test(name));
  }

  /** The first link of the chain or tree that a node is in; the node itself when it is in none. */
  firstOf(node: number): number {
    const passed: number[] = [];
    let at = node;
    for (;;) {
      const known = this.#firsts[at]!;
      if (known !== 0) {
        at = known - 1;
        break;
      }
      passed.push(at);
      const before = this.#linkBefore(at);
      if (before < 0) break;
      at = before;
    }
    for (const each of passed) this.#firsts[each] = at + 1;
    return at;
  }

  /** The nearest node on the path that is a link of the same kind; -1 when there is none. */
  #linkBefore(node: number): number {
    const { parents } = this.#paths;
    let at = node;
    for (let step = 1; step <= LONGEST_PERIOD; step++) {
      if (parents[at] === at) return -1;
      at = parents[at]!;
      if (this.#isSameKind(at, node, step)) return at;
    }
    return -1;
  }

  #isSameKind(a: number, b: number, distance: number): boolean {
    const heap = this.#heap;
    const { names } = heap.snapshot.nodes;
    const type = heap.types[a];
    if (type !== heap.types[b] || type === NodeType.synthetic || type === NodeType.array) return false;
    if (type === NodeType.concatenatedString) return true;
    if (type === NodeType.string || type === NodeType.slicedString || names[a] !== names[b]) return false;
    if (type === NodeType.hidden) return distance === 1 && this.#isOwnList.of(names[a]!);
    if (type !== NodeType.object)
      return (
        type === NodeType.closure &&
        this.#sameEdge(a, b) &&
        heap.internal(a, "shared") === heap.internal(b, "shared")
      );
    // A record whose field leads to another of the same hidden class is a link of a list or a node of a tree.
    if (heap.isContext(a) || this.#isContainer.of(names[a]!)) return this.#sameEdge(a, b);
    const map = heap.internal(a, "map");
    const sameClass = heap.hasClass(a) || (map >= 0 && map === heap.internal(b, "map"));
    return sameClass && (distance === 1 || this.#sameEdge(a, b));
  }

  #sameEdge(a: number, b: number): boolean {
    const { edges, parents } = this.#paths;
    const x = edges[a]!;
    const y = edges[b]!;
    if (parents[a] === a || this.#heap.edgeType(x) !== this.#heap.edgeType(y)) return false;
    return this.#heap.edgeType(x) === EdgeType.element || this.#heap.edgeNames[x] === this.#heap.edgeNames[y];
  }
}
