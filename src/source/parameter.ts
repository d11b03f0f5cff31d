import type { FunctionSpan } from "./outline.ts";
import { TOKEN, type Tokens } from "./tokens.ts";

/** One name that a function receives. */
export interface Parameter {
  readonly name: string;
  /** Which argument it is, or is taken from, counted from 0. */
  readonly index: number;
  /** Its TypeScript type as written; null when none is written or the name is taken out of a pattern. */
  readonly type: string | null;
  /** Taken out of an object or array: `({ id, socket }) => …`. */
  readonly destructured: boolean;
}

const MODIFIERS = new Set(["public", "private", "protected", "readonly", "override"]);

/** The names a function receives, in order. */
export function parametersOf(tokens: Tokens, span: FunctionSpan): readonly Parameter[] {
  const single = tokens.word(span.parameters);
  if (single !== null) return [{ name: single, index: 0, type: null, destructured: false }];
  return listItems(tokens, span.parameters).flatMap(([first, last], index) =>
    parameter(tokens, first, last, index),
  );
}

/** The items of a parameter list, with those joined again that only a comma between type arguments parted. */
function listItems(tokens: Tokens, open: number): [number, number][] {
  const joined: [number, number][] = [];
  let angles = 0;
  for (const [first, last] of tokens.items(open)) {
    const previous = joined.at(-1);
    if (previous && angles > 0) previous[1] = last;
    else joined.push([first, last]);
    for (let token = first; token <= last; token++) {
      if (tokens.is(token, "<")) angles++;
      else if (tokens.is(token, ">")) angles--;
    }
  }
  return joined;
}

function parameter(tokens: Tokens, first: number, last: number, index: number): Parameter[] {
  let token = first;
  while (tokens.is(token, "...") || (token < last && isModifier(tokens, token))) token++;
  if (tokens.is(token, "{") || tokens.is(token, "[")) {
    return patternNames(tokens, token).map((name) => ({ name, index, type: null, destructured: true }));
  }
  const name = tokens.word(token);
  if (name === null || name === "this") return [];
  return [{ name, index, type: typeAfter(tokens, token + 1, last), destructured: false }];
}

/** `private` is a modifier in `private readonly socket: Socket`, a name in `(private) => …`. */
function isModifier(tokens: Tokens, token: number): boolean {
  return MODIFIERS.has(tokens.word(token) ?? "") && tokens.kind(token + 1) === TOKEN.word;
}

function typeAfter(tokens: Tokens, from: number, last: number): string | null {
  const colon = tokens.is(from, "?") ? from + 1 : from;
  if (!tokens.is(colon, ":")) return null;
  let end = colon;
  while (end < last && !tokens.is(end + 1, "=")) end++;
  return tokens.slice(colon + 1, end);
}

/** The names bound by `{ a, b: c = 1, ...d }` or `[a, b]`. */
export function patternNames(tokens: Tokens, open: number): string[] {
  return tokens.items(open).flatMap(([first, last]) => {
    const key = tokens.is(first, "...") ? first + 1 : first;
    const target = tokens.is(key + 1, ":") && key + 2 <= last ? key + 2 : key;
    if (tokens.is(target, "{") || tokens.is(target, "[")) return patternNames(tokens, target);
    return tokens.word(target) ?? [];
  });
}
