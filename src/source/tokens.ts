/** What a token is. Brackets and operators are `punct`; keywords, names and `#private` names are `word`. */
export const TOKEN = { word: 1, number: 2, string: 3, template: 4, regex: 5, punct: 6 } as const;

/** The value of one of `TOKEN`. */
export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN];

/** The tokens of a JavaScript or TypeScript text, comments left out, as columns. Offsets are into `text`. */
export class Tokens {
  readonly text: string;
  readonly count: number;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #pairs: Int32Array;

  constructor(
    text: string,
    columns: { kinds: Uint8Array; starts: Int32Array; ends: Int32Array; pairs: Int32Array; count: number },
  ) {
    this.text = text;
    this.count = columns.count;
    this.#kinds = columns.kinds;
    this.#starts = columns.starts;
    this.#ends = columns.ends;
    this.#pairs = columns.pairs;
  }

  /** The kind of a token; 0 outside the text. */
  kind(token: number): number {
    return token < this.count ? (this.#kinds[token] ?? 0) : 0;
  }

  start(token: number): number {
    return this.#starts[token] ?? this.text.length;
  }

  end(token: number): number {
    return this.#ends[token] ?? this.text.length;
  }

  /** The matching bracket of a bracket; -1 when there is none. A `${` and its `}` are brackets too. */
  pair(token: number): number {
    return token < this.count ? (this.#pairs[token] ?? -1) : -1;
  }

  /** The text of a token, or from the first token to the last; empty outside the text. */
  slice(first: number, last: number = first): string {
    return this.kind(first) === 0 ? "" : this.text.slice(this.start(first), this.end(last));
  }

  /** Whether a token is exactly this text, as a word or a sign, never inside a string. */
  is(token: number, text: string): boolean {
    const kind = this.kind(token);
    if (kind !== TOKEN.word && kind !== TOKEN.punct) return false;
    const start = this.start(token);
    return this.end(token) - start === text.length && this.text.startsWith(text, start);
  }

  /** The text of a word; null for any other token. */
  word(token: number): string | null {
    return this.kind(token) === TOKEN.word ? this.slice(token) : null;
  }

  /** Whether a line ends between a token and the one before it. */
  startsLine(token: number): boolean {
    return /[\n\r\u2028\u2029]/.test(
      this.text.slice(token === 0 ? 0 : this.end(token - 1), this.start(token)),
    );
  }

  /** The tokens of each argument or element between a bracket and its pair: `[first, last]`, commas left out. */
  items(open: number): readonly (readonly [number, number])[] {
    const close = this.pair(open);
    const items: [number, number][] = [];
    let first = open + 1;
    for (let token = first; token < close; token++) {
      if (this.is(token, ",")) {
        items.push([first, token - 1]);
        first = token + 1;
      } else if (this.pair(token) > token) token = this.pair(token);
    }
    if (first < close) items.push([first, close - 1]);
    return items;
  }
}
