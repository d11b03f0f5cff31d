/** Zero bytes kept behind what is loaded, so that a scan for the end of a number stops there without a check. */
const PADDING = 16;

/**
 * The part of a file that is in memory while it is read from front to back: the bytes from `start` to `end` are still
 * to be taken, and `base + start` is where they are in the file. Whoever has the file fills `room()`.
 */
export class ByteWindow {
  readonly bytes: Uint8Array;
  start = 0;
  end = 0;
  /** Offset in the file of `bytes[0]`. */
  base = 0;
  /** Nothing comes after `end`. */
  ended = false;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.bytes = new Uint8Array(capacity + PADDING);
  }

  /** Where the next bytes of the file belong; empty only when nothing was taken since the window was full. */
  room(): Uint8Array {
    if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.base += this.start;
      this.end -= this.start;
      this.start = 0;
    }
    return this.bytes.subarray(this.end, this.#capacity);
  }

  /** Says that the first `length` bytes of `room()` have been filled. */
  advance(length: number): void {
    this.end += length;
    this.bytes.fill(0, this.end, this.end + PADDING);
  }

  /** Goes on elsewhere in the file; what is loaded is forgotten. */
  jump(offset: number): void {
    this.base = offset;
    this.start = 0;
    this.end = 0;
  }

  /** No room is left although nothing has been taken. */
  get full(): boolean {
    return this.end - this.start >= this.#capacity;
  }

  /** Offset in the file of what is taken next. */
  get offset(): number {
    return this.base + this.start;
  }
}
