/// <reference lib="esnext.disposable" preserve="true" />

/** An entry for as long as somebody needs it: `using state = sessions.lease(id, {})`. */
export interface Lease<V> extends Disposable {
  readonly value: V;
  /** Whether the entry is still there. */
  readonly active: boolean;
  /** Removes the entry, unless it has gone or its key has another value by now. */
  release(): void;
}

/** What a lease asks of its map. */
export interface Lessor<H> {
  holds(holding: H): boolean;
  release(holding: H): void;
}

/** A lease on an entry of a scoped map. When it is dropped without being released, it is the owner that was collected. */
export class HeldLease<V, H> implements Lease<V> {
  readonly value: V;
  readonly #lessor: Lessor<H>;
  #holding: H | null = null;

  constructor(value: V, lessor: Lessor<H>) {
    this.value = value;
    this.#lessor = lessor;
  }

  get active(): boolean {
    return this.#holding !== null && this.#lessor.holds(this.#holding);
  }

  /** Says which entry it is for. */
  hold(holding: H): this {
    this.#holding = holding;
    return this;
  }

  release(): void {
    if (this.#holding !== null) this.#lessor.release(this.#holding);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
