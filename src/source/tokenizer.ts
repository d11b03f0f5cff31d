import { TOKEN, type TokenKind, Tokens } from "./tokens.ts";

const SIGNS = new Set(
  "... === !== **= ||= &&= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= **".split(" "),
);

/** After these words a slash begins a regular expression; after any other word it divides. */
const BEFORE_EXPRESSION = new Set(
  "return typeof instanceof in of new delete void throw case do else yield await".split(" "),
);

const BEFORE_PAREN_OF_STATEMENT = new Set(["if", "while", "for", "with"]);

/**
 * Splits JavaScript or TypeScript into tokens in one pass. It never fails: text it does not understand (JSX, a string
 * without an end) costs at most the rest of its line. Whether a slash divides or begins a regular expression is
 * decided from the token before it, which is wrong only after a `}` that ends an object.
 */
export function tokenize(text: string): Tokens {
  return new Scanner(text).run();
}

class Scanner {
  readonly #text: string;
  #at = 0;
  #count = 0;
  #kinds: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #pairs: Int32Array;
  /** Tokens of the brackets that are open here. */
  readonly #open: number[] = [];

  constructor(text: string) {
    this.#text = text;
    const capacity = 64 + (text.length >> 2);
    this.#kinds = new Uint8Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
    this.#pairs = new Int32Array(capacity);
  }

  run(): Tokens {
    if (this.#text.startsWith("#!")) this.#skipLine();
    while (this.#at < this.#text.length) this.#next();
    return new Tokens(this.#text, {
      kinds: this.#kinds,
      starts: this.#starts,
      ends: this.#ends,
      pairs: this.#pairs,
      count: this.#count,
    });
  }

  #next(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (isSpace(code)) this.#at++;
    else if (isWordStart(code)) this.#push(TOKEN.word, wordEnd(this.#text, this.#at + 1));
    else if (isDigit(code) || (code === 0x2e && isDigit(this.#text.charCodeAt(this.#at + 1))))
      this.#push(TOKEN.number, numberEnd(this.#text, this.#at));
    else if (code === 0x22 || code === 0x27) this.#push(TOKEN.string, stringEnd(this.#text, this.#at));
    else if (code === 0x60) this.#template(this.#at + 1);
    else if (code === 0x2f) this.#slash();
    else this.#sign();
  }

  #push(kind: TokenKind, end: number): void {
    if (this.#count === this.#kinds.length) this.#grow();
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = this.#at;
    this.#ends[this.#count] = end;
    this.#pairs[this.#count] = -1;
    this.#count++;
    this.#at = end;
  }

  #grow(): void {
    const capacity = this.#count * 2;
    const longer = (column: Int32Array): Int32Array => {
      const copy = new Int32Array(capacity);
      copy.set(column);
      return copy;
    };
    const kinds = new Uint8Array(capacity);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
    this.#starts = longer(this.#starts);
    this.#ends = longer(this.#ends);
    this.#pairs = longer(this.#pairs);
  }

  #slash(): void {
    const next = this.#text[this.#at + 1];
    if (next === "/") return this.#skipLine();
    if (next === "*") {
      const end = this.#text.indexOf("*/", this.#at + 2);
      this.#at = end < 0 ? this.#text.length : end + 2;
      return;
    }
    const end = this.#regexMayStart() ? regexEnd(this.#text, this.#at) : -1;
    if (end > 0) this.#push(TOKEN.regex, end);
    else this.#sign();
  }

  #skipLine(): void {
    while (this.#at < this.#text.length && !isLineEnd(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #regexMayStart(): boolean {
    const before = this.#count - 1;
    if (before < 0) return true;
    const kind = this.#kinds[before];
    const text = this.#tokenText(before);
    if (kind === TOKEN.word) return BEFORE_EXPRESSION.has(text);
    if (kind !== TOKEN.punct) return false;
    if (text === ")") {
      const open = this.#pairs[before] ?? -1;
      return open > 0 && BEFORE_PAREN_OF_STATEMENT.has(this.#tokenText(open - 1));
    }
    // `</` is the end tag of JSX.
    return text !== "]" && text !== "++" && text !== "--" && text !== "<";
  }

  #tokenText(token: number): string {
    return this.#text.slice(this.#starts[token], this.#ends[token]);
  }

  /** Scans a piece of a template up to its end or the next `${`. */
  #template(from: number): void {
    let end = from;
    while (end < this.#text.length) {
      const code = this.#text.charCodeAt(end);
      if (code === 0x60) return this.#push(TOKEN.template, end + 1);
      if (code === 0x24 && this.#text.charCodeAt(end + 1) === 0x7b) {
        this.#push(TOKEN.template, end);
        this.#openBracket(end + 2);
        return;
      }
      end += code === 0x5c ? 2 : 1;
    }
    this.#push(TOKEN.template, this.#text.length);
  }

  #sign(): void {
    const char = this.#text[this.#at] ?? "";
    if (char === "(" || char === "[" || char === "{") return this.#openBracket(this.#at + 1);
    if (char === ")" || char === "]" || char === "}") return this.#closeBracket(char);
    for (let length = 3; length > 1; length--) {
      const sign = this.#text.slice(this.#at, this.#at + length);
      const ternary = sign === "?." && isDigit(this.#text.charCodeAt(this.#at + 2));
      if (sign.length === length && SIGNS.has(sign) && !ternary)
        return this.#push(TOKEN.punct, this.#at + length);
    }
    this.#push(TOKEN.punct, this.#at + 1);
  }

  #openBracket(end: number): void {
    this.#open.push(this.#count);
    this.#push(TOKEN.punct, end);
  }

  /** Closes the nearest open bracket of the same kind; brackets inside it that never closed stay without a pair. */
  #closeBracket(close: string): void {
    const wanted = close === ")" ? "(" : close === "]" ? "[" : "{";
    const depth = this.#open.findLastIndex((token) => this.#tokenText(token).endsWith(wanted));
    const token = this.#count;
    this.#push(TOKEN.punct, this.#at + 1);
    const open = this.#open[depth];
    if (open === undefined) return;
    this.#open.length = depth;
    this.#pairs[token] = open;
    this.#pairs[open] = token;
    if (this.#tokenText(open) === "${") this.#template(this.#at);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSpace(code: number): boolean {
  return (
    (code >= 0x09 && code <= 0x0d) || code === 0x20 || code === 0xa0 || code === 0xfeff || isLineEnd(code)
  );
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

/** Letters, `$`, `_`, `#`, a `\` of an escape, and everything beyond ASCII: no operator lies there. */
function isWordStart(code: number): boolean {
  const lower = code | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return true;
  return code === 0x24 || code === 0x5f || code === 0x23 || code === 0x5c || code > 0x7f;
}

function wordEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x23 || isSpace(code) || !(isWordStart(code) || isDigit(code))) break;
  }
  return end;
}

function numberEnd(text: string, from: number): number {
  const number = /(?:0[xob][\da-f_]+|[\d_]*\.?[\d_]*(?:e[+-]?[\d_]+)?)n?/iy;
  number.lastIndex = from;
  number.test(text);
  return Math.max(number.lastIndex, from + 1);
}

/** After the closing quote, or at the end of the line when there is none. */
function stringEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  let end = from + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === quote) return end + 1;
    if (code === 0x0a || code === 0x0d) return end;
    end += code === 0x5c ? escapeLength(text, end) : 1;
  }
  return text.length;
}

/** A backslash before `\r\n` continues the line over both. */
function escapeLength(text: string, at: number): number {
  return text.charCodeAt(at + 1) === 0x0d && text.charCodeAt(at + 2) === 0x0a ? 3 : 2;
}

/** After the flags; -1 when no regular expression ends on this line. */
function regexEnd(text: string, from: number): number {
  let inClass = false;
  for (let end = from + 1; end < text.length; end++) {
    const char = text[end];
    if (char === "\n" || char === "\r") return -1;
    if (char === "\\") end++;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return wordEnd(text, end + 1);
  }
  return -1;
}
