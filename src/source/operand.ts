import type { Outline } from "./outline.ts";

const comparisons = [">", ">=", "<", "<=", "===", "=="];

/** The sign that compares two values at a token; null where there is none, `>>>` and `<<=` included. */
export function comparisonAt({ tokens }: Outline, token: number): string | null {
  const sign = comparisons.find((each) => tokens.is(token, each));
  if (sign === undefined) return null;
  const touching = (a: number, b: number): boolean =>
    tokens.end(a) === tokens.start(b) && tokens.slice(a)[0] === tokens.slice(b)[0];
  return touching(token, token + 1) || touching(token - 1, token) ? null : sign;
}

const ends = [")", "]", "}", ";", ",", "{", "&&", "||", "?", "??", ":"];

/** The last token of the operand that begins at a token: up to what ends an expression or joins two. */
export function operandEnd({ tokens }: Outline, first: number): number {
  for (let token = first; token < tokens.count; token++) {
    if (ends.some((end) => tokens.is(token, end))) return token - 1;
    if (tokens.pair(token) > token) token = tokens.pair(token);
  }
  return tokens.count - 1;
}

/** The first token of the names that end at a token: `this` of `this.options.max`. */
export function operandStart({ tokens }: Outline, last: number): number {
  let first = last;
  while (tokens.is(first - 1, ".")) first -= 2;
  return first;
}

/** The last token of the names that begin at a token: `max` of `this.options?.max`. */
export function memberEnd({ tokens }: Outline, first: number): number {
  let last = first;
  while (tokens.is(last + 1, ".") || tokens.is(last + 1, "?.")) last += 2;
  return last;
}

const starts = ["(", "[", "{", ";", ",", "&&", "||", "?", "??", ":", "=", "=>", "return", "}"];

/** The first token of a whole operand, sums and calls included: `now` of `now - entry.at` where it is compared after `at`. */
export function sumStart({ tokens }: Outline, last: number): number {
  for (let token = last; token >= 0; token--) {
    const pair = tokens.pair(token);
    if (pair >= 0 && pair < token && !tokens.is(token, "}")) token = pair;
    else if (starts.some((start) => tokens.is(token, start))) return token + 1;
  }
  return 0;
}
