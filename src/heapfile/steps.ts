/** Who wants to hear how far reading is, and may end it. */
export interface StepListener {
  readonly onProgress?: (bytes: number, ofBytes: number | null) => void;
  readonly signal?: AbortSignal;
}

const STEP_BYTES = 32 * 2 ** 20;

/** Pauses in a long run of synchronous work, in which progress is told and an abort is heard. */
export class Steps {
  readonly #ofBytes: number | null;
  readonly #listener: StepListener;
  #next = STEP_BYTES;

  constructor(ofBytes: number | null, listener: StepListener) {
    this.#ofBytes = ofBytes;
    this.#listener = listener;
  }

  /** Call it often; pauses every 32 MiB. Throws the signal's reason when aborted. */
  async at(bytes: number): Promise<void> {
    if (bytes < this.#next) return;
    this.#next = bytes + STEP_BYTES;
    this.#listener.onProgress?.(bytes, this.#ofBytes);
    // Lets a signal, or an interrupt from the keyboard, be heard.
    await new Promise((resolve) => setImmediate(resolve));
    this.#listener.signal?.throwIfAborted();
  }
}
