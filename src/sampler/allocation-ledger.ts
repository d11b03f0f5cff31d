import { framesOf, stacksOf, type HeapSample, type HeapTree, type Stack } from "./heap-tree.ts";
import { ObjectSizes } from "./object-sizes.ts";
import { pseudoFrame, StackTable, type StackRow } from "./stack-table.ts";

/** Columns of the bytes in a row of a heap profile, whose columns are in Go's order. */
export const ALLOC_SPACE = 1;
export const INUSE_SPACE = 3;

/** Bytes that were allocated and freed again between two readings: V8 keeps no stack of them. */
const FREED = pseudoFrame("(freed before it was read)");

/**
 * What was allocated since the sampler started, added up over its readings. V8 forgets a sample when its object dies,
 * so each reading shows the stacks of what lives; how many samples there were in between is known by their numbers and
 * goes under `(freed before it was read)`. So the sum is right, and a stack's share of it counts what was seen of it.
 * Bounded by the number of different stacks.
 */
export class AllocationLedger {
  readonly #cumulative = new StackTable(2);
  #generation = -1;
  #lastOrdinal = 0;
  /** The samples of the reading before, by number: by them a run of somebody else's sampler is told from ours. */
  #previous: ReadonlyMap<number, HeapSample> = new Map();
  #sizes = new ObjectSizes(1);

  /** Whether a reading is of another run than the one it is said to be: somebody put a sampler in our one's place. */
  isOfAnotherRun(tree: HeapTree, generation: number): boolean {
    if (generation !== this.#generation) return false;
    const { samples } = tree;
    const known = samples.filter(({ ordinal }) => this.#previous.has(ordinal));
    if (known.some((sample) => !isSame(sample, this.#previous.get(sample.ordinal)!))) return true;
    return samples.length > 0 && known.length === 0 && newestOf(tree) < this.#lastOrdinal;
  }

  /** Counts what is new in a reading of the sampler's `generation`-th run. */
  add(tree: HeapTree, generation: number, intervalBytes: number): void {
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#lastOrdinal = 0;
      this.#sizes = new ObjectSizes(intervalBytes);
    }
    const newest = newestOf(tree);
    const stacks = stacksOf(tree);
    let seen = 0;
    for (const { size, nodeId, ordinal } of tree.samples) {
      if (ordinal <= this.#lastOrdinal) continue;
      seen++;
      this.#credit(stacks.get(nodeId) ?? null, size);
    }
    const freed = newest - this.#lastOrdinal - seen;
    if (freed > 0) addTo(this.#cumulative.row([FREED]), [0, freed * intervalBytes]);
    this.#lastOrdinal = Math.max(this.#lastOrdinal, newest);
    this.#previous = new Map(tree.samples.map((sample) => [sample.ordinal, sample]));
  }

  #credit(stack: Stack | null, size: number): void {
    if (stack === null) return;
    addTo(this.#cumulative.row([...framesOf(stack)]), [this.#sizes.objects(size), size]);
  }

  /** The four columns of a heap profile: what was added up so far, beside what lives in this reading. */
  rows(tree: HeapTree): Iterable<StackRow> {
    const table = new StackTable(4, Number.POSITIVE_INFINITY);
    for (const { frames, values } of this.#cumulative.rows()) addTo(table.row(frames), values);
    const stacks = stacksOf(tree);
    for (const { size, nodeId } of tree.samples) {
      const stack = stacks.get(nodeId) ?? null;
      if (stack !== null) addTo(table.row([...framesOf(stack)]), [0, 0, this.#sizes.objects(size), size]);
    }
    return table.rows();
  }
}

function newestOf({ samples }: HeapTree): number {
  return samples.reduce((last, { ordinal }) => Math.max(last, ordinal), 0);
}

function isSame(a: HeapSample, b: HeapSample): boolean {
  return a.size === b.size && a.nodeId === b.nodeId;
}

function addTo(row: StackRow, values: readonly number[]): void {
  for (const [column, value] of values.entries()) row.values[column]! += value;
}
