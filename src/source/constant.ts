import { TOKEN, type Tokens } from "./tokens.ts";

const deepest = 4;

/**
 * The number an expression comes to as far as the text of its file shows: `5 * 60_000`, `TTL + 1000` where the file has
 * `const TTL = 3e4`, `config.max` where it has `max: 500`. `Math.random()` counts as one, the most it can be. Null for what is
 * known only when the program runs. `first` and `last` are tokens.
 */
export function constantAt(tokens: Tokens, first: number, last: number, depth = 0): number | null {
  const reading = new Reading(tokens, first, last, depth);
  const value = reading.sum();
  return value !== null && reading.atEnd && Number.isFinite(value) ? value : null;
}

/** Reads sums and products from left to right. */
class Reading {
  readonly #tokens: Tokens;
  readonly #last: number;
  readonly #depth: number;
  #at: number;

  constructor(tokens: Tokens, first: number, last: number, depth: number) {
    this.#tokens = tokens;
    this.#at = first;
    this.#last = last;
    this.#depth = depth;
  }

  get atEnd(): boolean {
    return this.#at > this.#last;
  }

  sum(): number | null {
    let value = this.#product();
    while (value !== null && (this.#is("+") || this.#is("-"))) {
      const sign = this.#is("+") ? 1 : -1;
      this.#at++;
      const next = this.#product();
      value = next === null ? null : value + sign * next;
    }
    return value;
  }

  #product(): number | null {
    let value = this.#factor();
    while (value !== null && (this.#is("*") || this.#is("/") || this.#is("**"))) {
      const sign = this.#tokens.slice(this.#at++);
      const next = this.#factor();
      if (next === null) return null;
      value = sign === "*" ? value * next : sign === "/" ? value / next : value ** next;
    }
    return value;
  }

  #factor(): number | null {
    if (this.#at > this.#last) return null;
    if (this.#is("(")) return this.#within();
    if (this.#tokens.kind(this.#at) === TOKEN.number) {
      const value = Number(this.#tokens.slice(this.#at++).replaceAll("_", ""));
      return Number.isNaN(value) ? null : value;
    }
    return this.#tokens.word(this.#at) === null ? null : this.#named();
  }

  #within(): number | null {
    const close = this.#tokens.pair(this.#at);
    if (close < 0 || close > this.#last) return null;
    const value = constantAt(this.#tokens, this.#at + 1, close - 1, this.#depth);
    this.#at = close + 1;
    return value;
  }

  /** `name`, `this.name`, `options.name`; `Math.floor(…)` and the like are what they round. */
  #named(): number | null {
    const tokens = this.#tokens;
    const isMath = this.#is("Math");
    while (tokens.is(this.#at + 1, ".") || tokens.is(this.#at + 1, "?.")) this.#at += 2;
    const name = tokens.word(this.#at++);
    if (this.#is("(")) {
      if (!isMath) return null;
      if (name !== "random") return this.#within();
      this.#at += 2;
      return 1;
    }
    return name === null || this.#depth >= deepest ? null : valueOf(tokens, name, this.#depth + 1);
  }

  #is(text: string): boolean {
    return this.#at <= this.#last && this.#tokens.is(this.#at, text);
  }
}

/** What a name is given in this file, where that is a number and never another. */
function valueOf(tokens: Tokens, name: string, depth: number): number | null {
  let value: number | null = null;
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, name)) continue;
    if (!tokens.is(token + 1, "=") && !isKey(tokens, token)) continue;
    const given = constantAt(tokens, token + 2, endOf(tokens, token + 2), depth);
    if (given === null) continue;
    if (value !== null && value !== given) return null;
    value = given;
  }
  return value;
}

/** `{ name: 500 }`, not the `name:` of a condition or a type. */
function isKey(tokens: Tokens, token: number): boolean {
  return tokens.is(token + 1, ":") && (tokens.is(token - 1, "{") || tokens.is(token - 1, ","));
}

/** The last token of a value: before the comma, semicolon or bracket that ends it, or the end of its line. */
function endOf(tokens: Tokens, first: number): number {
  for (let token = first; token < tokens.count; token++) {
    if ([",", ";", ")", "]", "}"].some((end) => tokens.is(token, end))) return token - 1;
    if (
      token > first &&
      tokens.startsLine(token) &&
      !isOperator(tokens, token) &&
      !isOperator(tokens, token - 1)
    )
      return token - 1;
    const pair = tokens.pair(token);
    if (pair > token) token = pair;
  }
  return tokens.count - 1;
}

function isOperator(tokens: Tokens, token: number): boolean {
  return ["+", "-", "*", "/", "**", "."].some((sign) => tokens.is(token, sign));
}
