import type { Tokens } from "./tokens.ts";
import type { Mention } from "./mention.ts";

/** What a line does to a collection. */
export type ChangeKind =
  | "index" // name[key] = value
  | "set"
  | "add"
  | "push"
  | "assign" // Object.assign(name, …), Reflect.set(name, …), Object.defineProperty(name, …)
  | "copy" // name = [...name, value]
  | "listen"
  | "delete"
  | "take" // splice, shift, pop
  | "clear"
  | "reset" // name = {}, name = name.filter(…)
  | "length" // name.length = 0
  | "unlisten";

/** A change read from the tokens after (or around) one mention of the collection. */
export interface TokenChange {
  readonly kind: ChangeKind;
  readonly inserts: boolean;
  /** First and last token of the key, or of the element when the collection has no keys; null when there is none. */
  readonly key: readonly [number, number] | null;
}

const INSERT_METHODS: ReadonlyMap<string, ChangeKind> = new Map([
  ["set", "set"],
  ["add", "add"],
  ["push", "push"],
  ["unshift", "push"],
  ["on", "listen"],
  ["once", "listen"],
  ["addListener", "listen"],
  ["prependListener", "listen"],
  ["prependOnceListener", "listen"],
  ["addEventListener", "listen"],
]);

const REMOVE_METHODS: ReadonlyMap<string, ChangeKind> = new Map([
  ["delete", "delete"],
  ["splice", "take"],
  ["shift", "take"],
  ["pop", "take"],
  ["clear", "clear"],
  ["off", "unlisten"],
  ["removeListener", "unlisten"],
  ["removeAllListeners", "unlisten"],
  ["removeEventListener", "unlisten"],
]);

/** Assigned to a slot, these leave it without an entry. */
const EMPTY = ["undefined", "null", "void"];

const ASSIGNMENTS = ["=", "||=", "??=", "+=", "-=", "++", "--"];

/** `Object.assign(name`, `Reflect.set(name`, `Array.prototype.push.apply(name`: the owner and method before the parenthesis. */
const STATIC_CHANGES: ReadonlyMap<string, { kind: ChangeKind; inserts: boolean }> = new Map([
  ["Object.assign", { kind: "assign", inserts: true }],
  ["Object.defineProperty", { kind: "assign", inserts: true }],
  ["Object.defineProperties", { kind: "assign", inserts: true }],
  ["Reflect.set", { kind: "assign", inserts: true }],
  ["Reflect.defineProperty", { kind: "assign", inserts: true }],
  ["Reflect.deleteProperty", { kind: "delete", inserts: false }],
  ["push.apply", { kind: "push", inserts: true }],
  ["push.call", { kind: "push", inserts: true }],
]);

/** What is done to the collection at one mention of it; null when it is only read, passed on or declared. */
export function changeAt(tokens: Tokens, mention: Mention): TokenChange | null {
  const next = mention.last + 1;
  if (tokens.is(next, "[")) return indexChange(tokens, mention, next);
  if (tokens.is(next, "?.") && tokens.is(next + 1, "[")) return indexChange(tokens, mention, next + 1);
  if (tokens.is(next, ".") || tokens.is(next, "?.")) return memberChange(tokens, mention, next + 1);
  if (tokens.is(next, "=")) return assignmentChange(tokens, mention, next + 1);
  if (tokens.is(mention.first - 1, "...")) return spreadChange(tokens, mention);
  return staticChange(tokens, mention);
}

/** `{ ...state, items: [...state.items, item] }`: a longer copy under the same name, in a copy of what holds it. */
function spreadChange(tokens: Tokens, mention: Mention): TokenChange | null {
  const isFirst = tokens.is(mention.first - 2, "[") || tokens.is(mention.first - 2, "{");
  const open = isFirst
    ? mention.first - 2
    : tokens.is(mention.last + 1, "]")
      ? tokens.pair(mention.last + 1)
      : -1;
  if (open < 0 || !mention.property || tokens.items(open).length < 2) return null;
  const isNamed = tokens.slice(open - 2) === tokens.slice(mention.name);
  // What is assigned to the collection itself is told by that mention.
  const isCopy = tokens.is(open - 1, ":") || (tokens.is(open - 1, "=") && !tokens.is(open - 3, "."));
  return isNamed && isCopy ? { kind: "copy", inserts: true, key: null } : null;
}

function indexChange(tokens: Tokens, mention: Mention, open: number): TokenChange | null {
  const close = tokens.pair(open);
  if (close < 0) return null;
  const key = [open + 1, close - 1] as const;
  if (deletes(tokens, mention, close)) return { kind: "delete", inserts: false, key };
  if (tokens.is(close + 1, "=") && EMPTY.some((word) => tokens.is(close + 2, word)))
    return { kind: "delete", inserts: false, key };
  const assigned = ASSIGNMENTS.some((sign) => tokens.is(close + 1, sign));
  return assigned ? { kind: "index", inserts: true, key } : null;
}

/** `delete name[key]`, nothing after it: `delete name[key].part` leaves the entry. */
function deletes(tokens: Tokens, mention: Mention, last: number): boolean {
  const continues = [".", "?.", "[", "("].some(
    (sign) => tokens.is(last + 1, sign) && !tokens.startsLine(last + 1),
  );
  return tokens.is(mention.first - 1, "delete") && !continues;
}

function memberChange(tokens: Tokens, mention: Mention, method: number): TokenChange | null {
  const name = tokens.word(method);
  if (name === null) return null;
  if (deletes(tokens, mention, method)) return { kind: "delete", inserts: false, key: [method, method] };
  const after = method + 1;
  if (name === "length") {
    const shortened = ["=", "-=", "--"].some((sign) => tokens.is(after, sign));
    return shortened ? { kind: "length", inserts: false, key: null } : null;
  }
  const open = tokens.is(after, "?.") ? after + 1 : after;
  if (!tokens.is(open, "(")) return null;
  const items = tokens.items(open);
  const key = items[0] ?? null;
  // `splice(at, 0, value)` only inserts.
  const second = items[1];
  if (name === "splice" && items.length > 2 && second && tokens.slice(...second) === "0") {
    return { kind: "push", inserts: true, key: items[2] ?? null };
  }
  const inserts = INSERT_METHODS.get(name);
  if (inserts) return { kind: inserts, inserts: true, key };
  const removes = REMOVE_METHODS.get(name);
  return removes ? { kind: removes, inserts: false, key } : null;
}

/** `name = …` outside a declaration: a copy that is longer, a new empty collection, or a copy that is shorter. */
function assignmentChange(tokens: Tokens, mention: Mention, value: number): TokenChange | null {
  const holder = tokens.slice(mention.first, mention.last);
  const copies = (from: number): boolean =>
    tokens.slice(from, from + mention.last - mention.first) === holder;
  if (copies(value)) {
    const method = tokens.word(value + mention.last - mention.first + 2);
    if (method === "concat") return { kind: "copy", inserts: true, key: null };
    return method === "filter" || method === "slice" ? { kind: "reset", inserts: false, key: null } : null;
  }
  if (keepsHolder(tokens, value, holder)) return { kind: "copy", inserts: true, key: null };
  if (tokens.is(value, "[") || tokens.is(value, "{")) {
    const copied = tokens.items(value).some(([first]) => tokens.is(first, "...") && copies(first + 1));
    return copied ? { kind: "copy", inserts: true, key: null } : { kind: "reset", inserts: false, key: null };
  }
  const empties = tokens.is(value, "new") || tokens.is(value, "null") || tokens.is(value, "undefined");
  const creates = tokens.is(value, "Object") && tokens.is(value + 2, "create");
  return empties || creates ? { kind: "reset", inserts: false, key: null } : null;
}

/** `{ value, next: name }`, `[value, name]`, `new Entry(value, name)`, `new Map([...name, entry])`: what was there is in what comes. */
function keepsHolder(tokens: Tokens, value: number, holder: string): boolean {
  const isHolder = ([first, last]: readonly [number, number]): boolean =>
    tokens.slice(first, last) === holder;
  if (tokens.is(value, "{"))
    return tokens
      .items(value)
      .some(([first, last]) => isHolder([tokens.is(first + 1, ":") ? first + 2 : first, last]));
  if (tokens.is(value, "[")) return tokens.items(value).some(isHolder);
  if (!tokens.is(value, "new")) return false;
  let open = value + 2;
  while (tokens.is(open, ".")) open += 2;
  if (!tokens.is(open, "(")) return false;
  const items = tokens.items(open);
  return items.some(
    ([first, last]) =>
      (items.length > 1 && isHolder([first, last])) ||
      (tokens.is(first, "[") && tokens.pair(first) === last && spreadsHolder(tokens, first, holder)),
  );
}

/** `[...name, value]`, but not `[...name]`, which is as long. */
function spreadsHolder(tokens: Tokens, open: number, holder: string): boolean {
  const items = tokens.items(open);
  return (
    items.length > 1 &&
    items.some(([first, last]) => tokens.is(first, "...") && tokens.slice(first + 1, last) === holder)
  );
}

function staticChange(tokens: Tokens, mention: Mention): TokenChange | null {
  const open = mention.first - 1;
  if (!tokens.is(open, "(") || !tokens.is(open - 2, ".")) return null;
  const found = STATIC_CHANGES.get(`${tokens.word(open - 3) ?? ""}.${tokens.word(open - 1) ?? ""}`);
  if (!found || !(tokens.is(mention.last + 1, ",") || tokens.is(mention.last + 1, ")"))) return null;
  const method = tokens.word(open - 1);
  const keyed =
    method === "set" || method === "defineProperty" || method === "deleteProperty" || method === "call";
  return { ...found, key: keyed ? (tokens.items(open)[1] ?? null) : null };
}
