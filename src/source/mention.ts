import type { FunctionSpan, Outline } from "./outline.ts";
import { parametersOf, patternNames } from "./parameter.ts";
import { TOKEN, type Tokens } from "./tokens.ts";

/** A parenthesis after these words begins an expression of its own. */
const NOT_CALLED = new Set("return await typeof void delete in of case do else yield throw".split(" "));

/** One place where a holder is named: `sessions`, `this.sessions`, `(store.sessions as Any)`. Numbers are tokens. */
export interface Mention {
  readonly first: number;
  /** The holder's own name. */
  readonly name: number;
  /** Last token, with `!` or the parenthesis of a cast. */
  readonly last: number;
  /** Reached through an object: `this.sessions`, `exports.sessions`. */
  readonly property: boolean;
}

/**
 * Every place of a file where a holder is named. A holder is written as its path ends: `sessions`, `#waiting`,
 * `exports.cache`, `Pool.live`, `state.byId`. For a path, places that spell its last two names come alone when there
 * are any, else every property of the last name. Strings and comments do not count.
 */
export function mentionsOf(outline: Outline, holder: string): readonly Mention[] {
  const { tokens } = outline;
  const symbol = symbolOf(holder);
  if (symbol !== null) return symbolMentions(tokens, symbol);
  const names = holder.split(".").filter((name) => name !== "");
  const last = names.at(-1);
  const owner = names.at(-2);
  if (last === undefined || !tokens.text.includes(last)) return [];
  const found: Mention[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.is(token, last)) found.push(mentionAt(tokens, token));
  }
  if (owner === undefined) return found;
  const spelled = found.filter((mention) => mention.property && tokens.is(mention.name - 2, owner));
  return spelled.length > 0 ? spelled : found.filter((mention) => mention.property);
}

/** Whether a file may have a field of this name: `entry.done`, `{ done: 1 }`, `{ done }`, or a text that is nothing else. */
export function namesField({ tokens }: Outline, name: string): boolean {
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.kind(token) === TOKEN.string && tokens.slice(token).slice(1, -1) === name) return true;
    if (!tokens.is(token, name)) continue;
    if (mentionAt(tokens, token).property) return true;
    const begins = tokens.is(token - 1, "{") || tokens.is(token - 1, ",");
    if (begins && [":", ",", "}", "("].some((sign) => tokens.is(token + 1, sign))) return true;
  }
  return false;
}

/** The description of the symbol that a path ends with, `cache` of `store[Symbol(cache)]`; null where it ends with none. */
export function symbolOf(holder: string): string | null {
  return /\[Symbol\(([^()]+)\)\]$/.exec(holder)?.[1] ?? null;
}

/** `this[CACHE]`, where the file makes `CACHE` of the text that the symbol has: `Symbol("cache")`, `makeSymbol("cache")`. */
function symbolMentions(tokens: Tokens, description: string): Mention[] {
  const variables = new Set<string>();
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.kind(token) !== TOKEN.string || tokens.slice(token).slice(1, -1) !== description) continue;
    const named = tokens.is(token - 1, "(") ? tokens.word(callStart(tokens, token - 2) - 2) : null;
    if (named !== null && tokens.is(callStart(tokens, token - 2) - 1, "=")) variables.add(named);
  }
  // Made in another file, it goes by its text: `kQueue`, `QUEUE`.
  const isNamed = (word: string): boolean =>
    variables.size > 0
      ? variables.has(word)
      : word.replace(/^k(?=[A-Z])/, "").toLowerCase() === description.toLowerCase();
  const found: Mention[] = [];
  for (let token = 0; token < tokens.count; token++)
    if (isNamed(tokens.word(token) ?? "") && tokens.is(token - 1, "[") && tokens.is(token + 1, "]")) {
      const { first } = mentionAt(tokens, token - 2);
      found.push({ first, name: token, last: token + 1, property: true });
    }
  return found;
}

/** The first token of the name that is called: `Symbol` of `Symbol.for`. */
function callStart(tokens: Tokens, last: number): number {
  let first = last;
  while (tokens.is(first - 1, ".")) first -= 2;
  return first;
}

function mentionAt(tokens: Tokens, name: number): Mention {
  let first = name;
  while (tokens.is(first - 1, ".") || tokens.is(first - 1, "?.")) first = linkStart(tokens, first - 2);
  const property = first < name;
  const close = castEnd(tokens, name + 1);
  if (close >= 0 && tokens.pair(close) === first - 1 && !isCallee(tokens, first - 2)) {
    return { first: first - 1, name, last: close, property };
  }
  // `sessions!.set(…)`; in `sessions != null` the sign is one token.
  return { first, name, last: tokens.is(name + 1, "!") ? name + 1 : name, property };
}

/** The first token of one link of a chain, `pools[0]` or `store()` or `(store as Store)`, from its last. */
function linkStart(tokens: Tokens, end: number): number {
  let start = tokens.is(end, "!") ? end - 1 : end;
  for (;;) {
    const open = tokens.pair(start);
    if (open < 0 || open >= start) return start;
    if (!isCallee(tokens, open - 1)) return open;
    start = open - 1;
  }
}

/** Whether a bracket after this token calls or indexes it. */
function isCallee(tokens: Tokens, token: number): boolean {
  const word = tokens.word(token);
  if (word !== null) return !NOT_CALLED.has(word);
  return tokens.is(token, ")") || tokens.is(token, "]");
}

/** The `)` that ends a cast whose `as` may stand here; -1 when none does. */
function castEnd(tokens: Tokens, as: number): number {
  if (!tokens.is(as, "as") && !tokens.is(as, "satisfies")) return -1;
  for (let token = as + 1; token < tokens.count; token++) {
    if (tokens.is(token, ")")) return token;
    if (tokens.is(token, ";") || tokens.is(token, "=")) return -1;
    token = Math.max(token, tokens.pair(token));
  }
  return -1;
}

/** Where a variable of a file is declared, and the function whose variable it is; null for the module's own. */
export interface VariableScope {
  readonly token: number;
  readonly scope: FunctionSpan | null;
}

/** Every declaration of a variable of this name: `const`, `let`, `var`, parameters, patterns. Blocks are not told apart. */
export function variableScopes(outline: Outline, name: string): readonly VariableScope[] {
  const { tokens } = outline;
  const found: VariableScope[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, name) || !isDeclared(tokens, token)) continue;
    found.push({ token, scope: outline.functionsAround(token)[0] ?? null });
  }
  for (const scope of outline.functions) {
    if (parametersOf(tokens, scope).some((parameter) => parameter.name === name)) {
      found.push({ token: scope.parameters, scope });
    }
  }
  return found;
}

/** The scope a plain mention of a variable belongs to; null when the file declares none around it (an import, a global). */
export function scopeOf(
  outline: Outline,
  mention: Mention,
  scopes: readonly VariableScope[],
): VariableScope | null {
  for (const around of [...outline.functionsAround(mention.name), null]) {
    const declared = scopes.find(({ scope }) => scope === around);
    if (declared !== undefined) return declared;
  }
  return null;
}

/** Whether a name stands where a variable is declared: after `const`, in its list or in its pattern. */
export function isDeclared(tokens: Tokens, name: number): boolean {
  if (isDeclarator(tokens, name)) return true;
  for (let open = name - 1; open >= 0; open--) {
    const pair = tokens.pair(open);
    if (pair >= 0 && pair < open) open = pair;
    else if (pair > open) {
      if (tokens.is(open, "(") || !isDeclarator(tokens, open)) return false;
      return patternNames(tokens, open).includes(tokens.slice(name));
    } else if (tokens.is(open, ";")) return false;
  }
  return false;
}

/** Whether a declarator (`name` or a pattern) begins at this token. */
function isDeclarator(tokens: Tokens, first: number): boolean {
  if (isDeclaringWord(tokens, first - 1)) return true;
  if (!tokens.is(first - 1, ",")) return false;
  for (let token = first - 2; token >= 0; token--) {
    const pair = tokens.pair(token);
    if (pair >= 0 && pair < token) token = pair;
    else if (pair > token || tokens.is(token, ";")) return false;
    else if (isDeclaringWord(tokens, token)) return true;
  }
  return false;
}

function isDeclaringWord(tokens: Tokens, token: number): boolean {
  return (
    ["const", "let", "var", "using"].some((word) => tokens.is(token, word)) && !tokens.is(token - 1, ".")
  );
}
