/** A body that comes in pieces, on its way to one reader. */
export class Pieces {
  readonly #waiting: (string | Uint8Array)[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #failure: Error | null = null;

  add(piece: string | Uint8Array): void {
    this.#waiting.push(piece);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Ends it so that the reader knows a part is missing. */
  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  async *read(): AsyncGenerator<string | Uint8Array> {
    for (;;) {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) yield next;
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
