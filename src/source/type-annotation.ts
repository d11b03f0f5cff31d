import { TOKEN, type Tokens } from "./tokens.ts";

/** No type that a person writes before a body or an initial value has more tokens. */
const LONGEST_TYPE = 120;

/**
 * Walks back over a TypeScript type that ends at `last` to the colon it belongs to. Returns the colon's token, or -1
 * when what stands there is no type annotation.
 */
export function colonBeforeType(tokens: Tokens, last: number): number {
  let angles = 0;
  for (let token = last, steps = 0; token >= 0 && steps < LONGEST_TYPE; token--, steps++) {
    const open = tokens.pair(token);
    if (open >= 0 && open < token) token = open;
    else if (tokens.is(token, ":")) return token;
    else if (tokens.is(token, ">")) angles++;
    else if (tokens.is(token, "<")) angles--;
    else if (tokens.is(token, ",") ? angles <= 0 : !mayStandInType(tokens, token)) return -1;
  }
  return -1;
}

/** The token before the type arguments or parameters that end at `last` with `>`; `last` itself when there are none. */
export function beforeTypeArguments(tokens: Tokens, last: number): number {
  if (!tokens.is(last, ">")) return last;
  let angles = 0;
  for (let token = last; token >= 0 && last - token < LONGEST_TYPE; token--) {
    if (tokens.is(token, ">")) angles++;
    else if (tokens.is(token, "<") && --angles === 0) return token - 1;
  }
  return last;
}

const TYPE_SIGNS = new Set([".", "|", "&", "=>"]);

function mayStandInType(tokens: Tokens, token: number): boolean {
  return tokens.kind(token) !== TOKEN.punct || TYPE_SIGNS.has(tokens.slice(token));
}
