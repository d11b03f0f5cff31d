import type { Outline } from "./outline.ts";
import type { Tokens } from "./tokens.ts";

/**
 * What an index is taken modulo of, as tokens: `size` of `name[next % size]`, and of `name[next]` where the same file has
 * `next = (next + 1) % size`. Null where it may be any number. `first` and `last` are the tokens of the index.
 */
export function modulusOf(
  { tokens }: Outline,
  first: number,
  last: number,
): readonly [first: number, last: number] | null {
  const own = modulusIn(tokens, first, last);
  if (own !== null) return own;
  const name = tokens.word(last);
  if (name === null) return null;
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, name) || !tokens.is(token + 1, "=")) continue;
    const modulus = modulusIn(tokens, token + 2, statementEnd(tokens, token + 2));
    if (modulus !== null) return modulus;
  }
  return null;
}

/** The operand after a `%` that is not inside a bracket. */
function modulusIn(tokens: Tokens, first: number, last: number): readonly [number, number] | null {
  for (let token = first; token <= last; token++) {
    if (tokens.pair(token) > token) token = tokens.pair(token);
    else if (tokens.is(token, "%")) return token < last ? [token + 1, last] : null;
  }
  return null;
}

function statementEnd(tokens: Tokens, first: number): number {
  let token = first;
  for (; token < tokens.count; token++) {
    if ([";", ",", ")", "]", "}"].some((end) => tokens.is(token, end))) break;
    if (token > first && tokens.startsLine(token) && !tokens.is(token, "%")) break;
    if (tokens.pair(token) > token) token = tokens.pair(token);
  }
  return token - 1;
}
