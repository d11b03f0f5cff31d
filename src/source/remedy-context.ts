import { type CollectionChange, plainKey } from "./insertion.ts";
import type { FunctionSpan, Outline } from "./outline.ts";
import { ENDINGS, endingOf, HALF_ENDINGS, isRequestLike, LASTS_AS_LONG_AS_THE_PROCESS } from "./owner.ts";
import { type Parameter, parametersOf } from "./parameter.ts";
import { TOKEN, type Tokens } from "./tokens.ts";
import { excerptOf } from "./excerpt.ts";

/** What an entry's life could be tied to, in the program's own names. */
export interface RemedyContext {
  /** The object with an end, as named in `function`: `socket`. */
  readonly owner: string;
  /** The event of its end: `close`, `abort`, `exit`. */
  readonly event: string;
  /** The method to listen with. */
  readonly listen: "once" | "addEventListener";
  /** The key (or element) as named in `function`; null when it has no name that can be written again there. */
  readonly key: string | null;
  /** The function in which both are at hand: the one that inserts, one around it, or a caller. */
  readonly function: string | null;
  /** The file of that function. */
  readonly file: string;
  /** 1-based line there after which the listener fits: that of the insert or of the call. */
  readonly line: number;
  /** Whether that is in the class that inserts, where its private fields and `this` are what they are there. */
  readonly inClass: boolean;
  /** A listener for this event that the file has already and that could do the removal; null when it has none. */
  readonly handler: { readonly line: number; readonly excerpt: string } | null;
}

/** Keys by which requests look up what is meant to be found again by other requests. */
const OF_THE_REQUEST = /\b(?:url|path|query|params|headers|body|ip|method|cookies)\b/i;

interface Owner {
  readonly name: string;
  readonly event: string;
  readonly listen: "once" | "addEventListener";
  readonly handler: number | null;
  readonly requestLike: boolean;
}

/** A file read for its functions. */
export interface OutlinedFile {
  readonly file: string;
  readonly outline: Outline;
}

/** A call that was seen on the stack of an insert. 1-based. */
export interface SeenCall extends OutlinedFile {
  readonly line: number;
  readonly column: number | null;
}

/** How far up the callers an object with an end still says something about the entry. */
const FARTHEST_CALLER = 4;

/**
 * What the function that inserts receives that has an end of its own. Conservative: null for a holder that is meant
 * to outlive requests (its name or the key says cache), when several objects could be meant, and when nothing shows an
 * end: neither the name (`socket`), nor the type (`WebSocket`), nor a listener for an ending in the file. When the
 * function receives no such object its callers are tried, innermost first, with the key as it is named in each; without
 * callers seen, its only call in the file.
 */
export function remedyContextOf(
  at: OutlinedFile,
  holder: string,
  insert: CollectionChange,
  callers: readonly SeenCall[] = [],
): RemedyContext | null {
  if (/cache|memo|lru/i.test(holder)) return null;
  let place: Place = {
    ...at,
    token: tokenAt(at.outline.tokens, insert.offset),
    line: insert.line,
    key: insert.key,
    inClass: true,
  };
  const own = contextAt(place);
  if (own !== undefined) return own;
  for (const caller of callers.length > 0 ? callers.slice(0, FARTHEST_CALLER) : [null]) {
    const next = caller
      ? placeOfCall(place, caller, callOnLine(place, caller))
      : placeOfCall(place, at, onlyCall(place));
    if (next === null) continue;
    const found = contextAt(next);
    if (found !== undefined) return found;
    place = next;
  }
  return null;
}

/** Where the search stands: a token of a file, and what the key is called there. */
interface Place extends OutlinedFile {
  readonly token: number;
  readonly line: number;
  readonly key: string | null;
  readonly inClass: boolean;
}

/** The context at a place; null when what is there forbids one; undefined when the callers may know more. */
function contextAt(place: Place): RemedyContext | null | undefined {
  const { outline, token, key } = place;
  const around = outline.functionsAround(token);
  const owner = ownerAmong(outline, around);
  if (owner === null) return undefined;
  if (owner.requestLike && OF_THE_REQUEST.test(key ?? "")) return null;
  return contextOf(place, owner, around[0]?.name ?? null);
}

function contextOf(place: Place, owner: Owner, functionName: string | null): RemedyContext {
  const { source, tokens } = place.outline;
  const at = owner.handler === null ? null : source.position(tokens.start(owner.handler));
  return {
    owner: owner.name,
    event: owner.event,
    listen: owner.listen,
    key: place.key,
    function: functionName,
    file: place.file,
    line: place.line,
    inClass: place.inClass,
    handler: at && { line: at.line, excerpt: excerptOf(source, at.line, at) ?? "" },
  };
}

/** The one object with an end among the parameters of the functions around, the innermost function that has any. */
function ownerAmong(outline: Outline, around: readonly FunctionSpan[]): Owner | null {
  for (const span of around) {
    const owners = parametersOf(outline.tokens, span).flatMap(
      (parameter) => ownerOf(outline, parameter) ?? [],
    );
    // `(socket, request)`: a connection outlives the request that opened it. `(req, res)` end together.
    const lasting = owners.filter((owner) => !owner.requestLike);
    if (lasting.length === 1) return lasting[0] ?? null;
    if (lasting.length > 1) return null;
    const last = owners.at(-1);
    if (last) return last;
  }
  return null;
}

function ownerOf(outline: Outline, parameter: Parameter): Owner | null {
  const { name, type } = parameter;
  const heard = listenersOf(outline.tokens, name);
  const isHeard = (event: string): boolean => heard.some((listener) => listener.event === event);
  const event = ENDINGS.find(isHeard) ?? endingOf(name, type) ?? HALF_ENDINGS.find(isHeard);
  if (event === undefined || LASTS_AS_LONG_AS_THE_PROCESS.test(name)) return null;
  const listener = heard.find((found) => found.event === event);
  const domStyle = listener ? listener.method === "addEventListener" : event === "abort";
  return {
    name,
    event,
    listen: domStyle ? "addEventListener" : "once",
    handler: listener?.token ?? null,
    requestLike: isRequestLike(name, type),
  };
}

/** Calls like `name.on("event", …)` anywhere in the file. */
function listenersOf(tokens: Tokens, name: string): { event: string; method: string; token: number }[] {
  const found: { event: string; method: string; token: number }[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, name) || !tokens.is(token + 1, ".") || tokens.is(token - 1, ".")) continue;
    const method = tokens.word(token + 2) ?? "";
    const listens = /^(?:on|once|addListener|addEventListener)$/.test(method) && tokens.is(token + 3, "(");
    if (!listens || tokens.kind(token + 4) !== TOKEN.string) continue;
    found.push({ event: tokens.slice(token + 4).slice(1, -1), method, token });
  }
  return found;
}

/** The place of a call of the function that `from` lies in, with the key as it is named there. */
function placeOfCall(from: Place, file: OutlinedFile, call: number | null): Place | null {
  const inserter = namedFunction(from);
  if (call === null || !inserter) return null;
  const { outline } = file;
  const { line } = outline.source.position(outline.tokens.start(call));
  const key = from.key === null ? null : keyAtCall(from, inserter, outline.tokens, call + 1);
  const around = outline.classAround(call);
  const inClass = from.inClass && around !== null && around === from.outline.classAround(from.token);
  return { file: file.file, outline, token: call, line, key, inClass };
}

function namedFunction(place: Place): FunctionSpan | undefined {
  return place.outline.functionsAround(place.token).find(({ name }) => name !== null);
}

/** The call of the function on the line of a stack frame, the nearest to its column. */
function callOnLine(place: Place, caller: SeenCall): number | null {
  const { source } = caller.outline;
  const start = source.offset(caller.line, 1) ?? 0;
  const end = source.offset(caller.line + 1, 1) ?? source.text.length;
  const wanted = start + (caller.column ?? 1) - 1;
  const distance = (token: number): number => Math.abs(caller.outline.tokens.start(token) - wanted);
  return (
    callsOf(caller.outline.tokens, namedFunction(place)?.name ?? null)
      .filter(
        (token) => caller.outline.tokens.start(token) >= start && caller.outline.tokens.start(token) < end,
      )
      .toSorted((a, b) => distance(a) - distance(b))[0] ?? null
  );
}

function onlyCall(place: Place): number | null {
  const calls = callsOf(place.outline.tokens, namedFunction(place)?.name ?? null);
  return calls.length === 1 ? (calls[0] ?? null) : null;
}

function callsOf(tokens: Tokens, name: string | null): number[] {
  const calls: number[] = [];
  if (name === null) return calls;
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, name) || !tokens.is(token + 1, "(")) continue;
    const after = tokens.pair(token + 1) + 1;
    const isDefinition = tokens.is(token - 1, "function") || tokens.is(after, "{") || tokens.is(after, ":");
    if (!isDefinition) calls.push(token);
  }
  return calls;
}

/** When the key begins with a parameter, the argument for it: `id` → `client.id`; null when that is not plain. */
function keyAtCall(from: Place, inserter: FunctionSpan, tokens: Tokens, open: number): string | null {
  const [first = "", ...rest] = from.key?.split(".") ?? [];
  const parameter = parametersOf(from.outline.tokens, inserter).find(({ name }) => name === first);
  const argument = parameter && tokens.items(open)[parameter.index];
  if (!parameter || parameter.destructured || !argument) return null;
  const plain = plainKey(tokens.slice(...argument));
  return plain === null ? null : [plain, ...rest].join(".");
}

function tokenAt(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tokens.start(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
