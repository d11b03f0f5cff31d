/** A place in a text. Both numbers are 1-based; columns count UTF-16 units, as V8 and source maps do. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The text of one source file with its lines. Lines end where V8 and tsc end them: `\n`, `\r\n`, `\r`, U+2028, U+2029.
 * The line table is built on first use: one pass over the text, eight bytes a line.
 */
export class SourceText {
  /** The text without its byte order mark. */
  readonly text: string;
  /** The file began with a byte order mark, which shifts V8's columns on the first line of a CommonJS file by one. */
  readonly marked: boolean;
  #starts: number[] | null = null;

  constructor(text: string) {
    this.marked = text.startsWith("\uFEFF");
    this.text = this.marked ? text.slice(1) : text;
  }

  get lineCount(): number {
    return this.#lines().length;
  }

  /** The text of a 1-based line without its end; null when there is no such line. */
  line(line: number): string | null {
    const starts = this.#lines();
    const start = starts[line - 1];
    if (start === undefined) return null;
    return this.text.slice(start, starts[line] ?? this.text.length).replace(/[\r\n\u2028\u2029]+$/, "");
  }

  /** Where a position lies in `text`; null when there is no such line. */
  offset(line: number, column: number): number | null {
    const start = this.#lines()[line - 1];
    return start === undefined ? null : Math.min(start + column - 1, this.text.length);
  }

  /** The position of an offset into `text`. */
  position(offset: number): TextPosition {
    const starts = this.#lines();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  #lines(): number[] {
    return (this.#starts ??= lineStarts(this.text));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
  while (lineEnd.test(text)) starts.push(lineEnd.lastIndex);
  return starts;
}
