import { excerptOf } from "./excerpt.ts";
import { isDeclared, type Mention, mentionsOf } from "./mention.ts";
import type { Outline } from "./outline.ts";
import { parametersOf } from "./parameter.ts";
import { TOKEN } from "./tokens.ts";

/** Where a holder is declared. Lines and columns are 1-based. */
export interface Declaration {
  readonly line: number;
  /** Where the name stands. */
  readonly column: number;
  /** The line, trimmed. */
  readonly excerpt: string;
  readonly kind: "variable" | "field" | "property" | "parameter" | "class" | "function" | "import";
}

interface Candidate extends Mention {
  readonly kind: Declaration["kind"];
  /** The value is made right there: `new Map()`, `{}`, `[]`, a call. */
  readonly creates: boolean;
}

/** Which sort of declaration is meant when a name has several; a lower place wins. */
const PREFERENCE: readonly Declaration["kind"][] = [
  "variable",
  "field",
  "class",
  "property",
  "function",
  "parameter",
  "import",
];

/**
 * The line that declares a holder: `const sessions = new Map()`, `static live = …`, `#waiting = []`, `this.byId = {}`,
 * `exports.cache = …`, `let a = 1, sessions = {}`, a member of an object literal, a class. Of several, one that makes a
 * value wins, then the nearest to the hint line or, without a hint, the least nested. Names that compilers change are
 * tried as written before (`sessions$1`, `sessions2`, `_Pool_waiting`, `exports.sessions`). null when there is none.
 */
export function declarationOf(
  outline: Outline,
  holder: string,
  options: { readonly near?: number } = {},
): Declaration | null {
  for (const name of spellings(holder)) {
    const candidates = mentionsToJudge(outline, name).flatMap((mention) => candidate(outline, mention) ?? []);
    const best = bestOf(outline, candidates, { near: options.near, property: isProperty(holder) });
    if (best) return described(outline, best);
  }
  return isProperty(holder) ? declaredByCall(outline, holder.slice(holder.lastIndexOf(".") + 1)) : null;
}

/** `app.decorate("sessions", new Map())`: a call that is given the name, and what goes by it. */
function declaredByCall(outline: Outline, name: string): Declaration | null {
  const { tokens } = outline;
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.kind(token) !== TOKEN.string || tokens.slice(token).slice(1, -1) !== name) continue;
    const isArgument = tokens.is(token - 1, "(") || tokens.is(token - 1, ",");
    if (!isArgument || !tokens.is(token + 1, ",") || !makesCollection(tokens, token + 2)) continue;
    const { line, column } = outline.source.position(tokens.start(token));
    return { line, column, excerpt: excerptOf(outline.source, line, { column }) ?? "", kind: "property" };
  }
  return null;
}

/** The mentions of a name, and of a path those of a field in a class body, where its owner is not written. */
function mentionsToJudge(outline: Outline, name: string): readonly Mention[] {
  const mentions = mentionsOf(outline, name);
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (!isProperty(name) || last === name) return mentions;
  const bare = mentionsOf(outline, last).filter(
    (mention) => !mention.property && isField(outline, mention.name),
  );
  return [...mentions, ...bare];
}

/** `new Map()`, `{}` and `[]`, and the descriptor of a property with one of them. */
function makesCollection(tokens: Outline["tokens"], token: number): boolean {
  return tokens.is(token, "new") || tokens.is(token, "[") || tokens.is(token, "{");
}

function spellings(holder: string): readonly string[] {
  const last = holder.slice(holder.lastIndexOf(".") + 1);
  // A private name is declared in its class, where no path leads to it.
  const written = last.startsWith("#") ? [last] : [holder, last];
  const names = [...written, last.replace(/\$\d+$/, ""), last.replace(/^_[A-Za-z$]\w*?_(?=\w)/, "#")];
  // A trailing digit is the programmer's more often than the bundler's: only when nothing else fits.
  return [...new Set([...names, last.replace(/\d+$/, "")])].filter((name) => name !== "");
}

/** Whether a path says that its last name is no variable: `pool.waiting`, but not `exports.waiting`. */
function isProperty(holder: string): boolean {
  return /^(?!(?:module\.)?exports\.[^.]*$).*\./.test(holder);
}

function bestOf(
  outline: Outline,
  candidates: readonly Candidate[],
  wanted: { readonly near: number | undefined; readonly property: boolean },
): Candidate | undefined {
  const lineOf = (found: Candidate): number => outline.source.position(outline.tokens.start(found.name)).line;
  const onHint = (found: Candidate): boolean => lineOf(found) === wanted.near;
  const distance = (found: Candidate): number =>
    wanted.near === undefined
      ? outline.functionsAround(found.name).length
      : Math.abs(lineOf(found) - wanted.near);
  const preference = (found: Candidate): number =>
    wanted.property && found.kind === "variable" ? PREFERENCE.length : PREFERENCE.indexOf(found.kind);
  return candidates.toSorted(
    (a, b) =>
      Number(b.creates) - Number(a.creates) ||
      Number(onHint(b)) - Number(onHint(a)) ||
      preference(a) - preference(b) ||
      distance(a) - distance(b),
  )[0];
}

function candidate(outline: Outline, mention: Mention): Candidate | null {
  const kind = kindAt(outline, mention);
  if (kind === null) return null;
  const creates = kind === "class" || (kind !== "import" && createsAt(outline, mention.name));
  return { ...mention, kind, creates };
}

function kindAt(outline: Outline, mention: Mention): Declaration["kind"] | null {
  const { tokens } = outline;
  const { name, last } = mention;
  if (mention.property) return isAssigned(outline, last + 1) ? "property" : null;
  if (tokens.is(name - 1, "class")) return "class";
  if (tokens.is(name - 1, "function") || tokens.is(name - 2, "function")) return "function";
  if (isDeclared(tokens, name)) return "variable";
  if (isImported(outline, name)) return "import";
  if (isField(outline, name)) return "field";
  if (isParameter(outline, name)) return "parameter";
  const inLiteral = tokens.is(name - 1, "{") || tokens.is(name - 1, ",");
  return inLiteral && tokens.is(name + 1, ":") && !isType(outline, name) ? "property" : null;
}

function isAssigned(outline: Outline, token: number): boolean {
  return ["=", "||=", "??="].some((sign) => outline.tokens.is(token, sign));
}

/** A member at the top level of a class body that is no method. */
function isField(outline: Outline, name: number): boolean {
  const { tokens } = outline;
  const around = outline.classAround(name);
  if (around === null || tokens.is(name - 1, ".") || tokens.is(name - 1, "=")) return false;
  const inFunction = outline.functionsAround(name)[0];
  if (inFunction && inFunction.bodyStart > around.open) return false;
  if (enclosingBracket(outline, name) !== around.open) return false;
  const after = tokens.is(name + 1, "?") || tokens.is(name + 1, "!") ? name + 2 : name + 1;
  if (tokens.is(after, "=") || tokens.is(after, ";") || tokens.is(after, "}")) return true;
  return tokens.is(after, ":") || (tokens.startsLine(after) && !tokens.is(after, "("));
}

function isParameter(outline: Outline, name: number): boolean {
  const open = enclosingBracket(outline, name);
  const span = outline.functions.find(({ parameters }) => parameters === open || parameters === name);
  const own = span && parametersOf(outline.tokens, span).some((p) => p.name === outline.tokens.slice(name));
  return own === true && !outline.tokens.is(name - 1, "=") && !outline.tokens.is(name - 1, ":");
}

function isImported(outline: Outline, name: number): boolean {
  const { tokens } = outline;
  const open = enclosingBracket(outline, name);
  const before = open >= 0 && tokens.is(open, "{") ? open : name;
  return (
    tokens.is(before - 1, "import") || (tokens.is(before - 1, "type") && tokens.is(before - 2, "import"))
  );
}

/** Whether a member stands in an interface or an object type rather than in an object. */
function isType(outline: Outline, name: number): boolean {
  const { tokens } = outline;
  const open = enclosingBracket(outline, name);
  for (let token = open - 1; token >= Math.max(0, open - 12); token--) {
    if (tokens.is(token, "interface")) return true;
    if (tokens.is(token, ";") || tokens.is(token, "}") || tokens.is(token, "(")) return false;
    if (tokens.is(token, "=")) return tokens.is(token - 2, "type");
  }
  return false;
}

/** The innermost bracket open at a token; -1 at the top of the file. */
function enclosingBracket(outline: Outline, token: number): number {
  const { tokens } = outline;
  for (let at = token - 1; at >= 0; at--) {
    const pair = tokens.pair(at);
    if (pair > at) return at;
    if (pair >= 0) at = pair;
  }
  return -1;
}

/** Whether a name is given a value that is made there. Walks over a type annotation to the `=`. */
function createsAt(outline: Outline, name: number): boolean {
  const { tokens } = outline;
  let token = name + 1;
  const isMember = tokens.is(token, ":") && made(outline, token + 1);
  if (isMember) return true;
  while (token < tokens.count && !isAssigned(outline, token)) {
    const ends = [";", ",", ")", "}"].some((sign) => tokens.is(token, sign));
    const inList = tokens.is(token, ",") && /</.test(tokens.slice(name + 1, token));
    if ((ends && !inList) || tokens.is(token, "(")) return false;
    token = Math.max(token, tokens.pair(token)) + 1;
  }
  return made(outline, token + 1);
}

/** Whether an expression that makes something begins here: `new X`, `{`, `[`, a call. */
function made(outline: Outline, token: number): boolean {
  const { tokens } = outline;
  if (["new", "{", "["].some((text) => tokens.is(token, text))) return true;
  let end = token;
  while (tokens.kind(end) === TOKEN.word && tokens.is(end + 1, ".")) end += 2;
  return tokens.kind(end) === TOKEN.word && tokens.is(end + 1, "(") && !tokens.is(token, "require");
}

function described(outline: Outline, found: Candidate): Declaration {
  const { line, column } = outline.source.position(outline.tokens.start(found.name));
  return { line, column, excerpt: excerptOf(outline.source, line, { column }) ?? "", kind: found.kind };
}
