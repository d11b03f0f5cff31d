/** A text read line by line, without a list of all lines. */
export class TextLines {
  /** The line read last, without its end; "" before the first and after the last. */
  line = "";
  /** Number of the line read last, from 1. */
  number = 0;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the next line; false when there is none. */
  next(): boolean {
    if (this.#at >= this.#text.length) {
      this.line = "";
      return false;
    }
    const end = this.#text.indexOf("\n", this.#at);
    const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.line = line.endsWith("\r") ? line.slice(0, -1) : line;
    this.#at = end < 0 ? this.#text.length : end + 1;
    this.number++;
    return true;
  }
}
