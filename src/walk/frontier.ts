/**
 * The values still to visit, cheapest path first: a bucket per cost, so that taking the next is O(1).
 * Order decides the name a collection gets, which is why this is not a plain queue.
 */
export class Frontier<T> {
  readonly #buckets: T[][] = [];
  #lowest = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Cost of the cheapest value waiting; Infinity when none is. */
  get lowest(): number {
    if (this.#size === 0) return Infinity;
    while (!this.#buckets[this.#lowest]?.length) this.#lowest++;
    return this.#lowest;
  }

  push(value: T, cost: number): void {
    (this.#buckets[cost] ??= []).push(value);
    if (cost < this.#lowest) this.#lowest = cost;
    this.#size++;
  }

  pop(): T | undefined {
    if (this.#size === 0) return undefined;
    const cheapest = this.#buckets[this.lowest]!;
    this.#size--;
    return cheapest.pop();
  }
}
