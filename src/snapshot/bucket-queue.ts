/**
 * A queue of nodes by cost for searches whose steps cost less than `span`: push and pop in constant time (Dial 1969).
 * A node may be in it several times; whoever pops it sees by its cost whether it is out of date.
 */
export class BucketQueue {
  /** The cost of the node popped last. */
  cost = 0;
  readonly #span: number;
  readonly #buckets: Uint32Array[];
  readonly #lengths: Uint32Array;
  #size = 0;

  constructor(span: number) {
    this.#span = span;
    this.#buckets = Array.from({ length: span }, () => new Uint32Array(64));
    this.#lengths = new Uint32Array(span);
  }

  /** Adds a node at a cost from that of the last pop on, and less than `span` above it. */
  push(node: number, cost: number): void {
    const at = cost % this.#span;
    let bucket = this.#buckets[at]!;
    const length = this.#lengths[at]!;
    if (length === bucket.length) {
      const larger = new Uint32Array(length * 2);
      larger.set(bucket);
      this.#buckets[at] = bucket = larger;
    }
    bucket[length] = node;
    this.#lengths[at] = length + 1;
    this.#size++;
  }

  /** A node of the least cost; -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    while (this.#lengths[this.cost % this.#span] === 0) this.cost++;
    const at = this.cost % this.#span;
    this.#size--;
    return this.#buckets[at]![--this.#lengths[at]!]!;
  }
}
