import { changeAt, type ChangeKind } from "./change.ts";
import { constantAt } from "./constant.ts";
import { creates, ownMentions } from "./insertion.ts";
import { isDeclared, type Mention } from "./mention.ts";
import type { FunctionSpan, Outline } from "./outline.ts";

/**
 * What the text does against the growth of a collection. `size`: it is cut back at so many entries. `timer`: what a timer
 * calls takes entries out. `age`: what adds to it takes out what has become old.
 */
export interface Pruning {
  readonly kind: "size" | "timer" | "age";
  /** The line that takes out, 1-based. */
  readonly line: number;
  /** Entries from which it is cut back; null where the text does not say, and for other kinds. */
  readonly limit: number | null;
  /** Milliseconds between two runs of the timer; null where the text does not say, and for other kinds. */
  readonly everyMs: number | null;
  /** Milliseconds that an entry stays, as far as numbers beside the lines tell; null where there are none. */
  readonly keptMs: number | null;
  /** Whether everything goes at once, however old. */
  readonly whole: boolean;
}

interface Removal {
  readonly token: number;
  readonly kind: ChangeKind;
}

const capacityWord = /max|limit|cap(?:acity)?$|size|threshold|bound/i;
const timeWord = /^(?:now|hrtime|performance|Date|timestamp)$/;
const comparisons = [">", ">=", "<", "<=", "===", "=="];
/** A number beside a time that is at least this much is one of milliseconds. */
const shortestKeptMs = 500;
const longestKeptMs = 7 * 86_400_000;
const deepestCalls = 4;

/**
 * The lines of a file that keep a collection from growing for ever, if they work. Only where there are none, the timers of other
 * files that call a function of this one by name. A reading of the text, not an observation.
 */
export function pruningsOf(outline: Outline, holder: string, elsewhere: readonly Outline[] = []): Pruning[] {
  const { mentions, inserts, removals } = changesIn(outline, holder);
  const found = [
    ...byTimer(outline, inserts, removals),
    ...bySize(outline, mentions, inserts, removals),
    ...byAge(outline, inserts, removals),
  ];
  if (found.length > 0) return found;
  return elsewhere.flatMap((other) => byTimerElsewhere(outline, other, inserts, removals));
}

interface Changes {
  readonly mentions: readonly Mention[];
  /** Tokens of the holder's name where it is added to. */
  readonly inserts: readonly number[];
  readonly removals: readonly Removal[];
}

function changesIn(outline: Outline, holder: string): Changes {
  const mentions = ownMentions(outline, holder, undefined);
  const inserts: number[] = [];
  const removals: Removal[] = [];
  for (const mention of mentions) {
    if (!mention.property && isDeclared(outline.tokens, mention.name)) continue;
    const change = changeAt(outline.tokens, mention);
    if (change?.inserts === true) inserts.push(mention.name);
    else if (change !== null && !creates(outline, mention, change))
      removals.push({ token: mention.name, kind: change.kind });
  }
  return { mentions, inserts, removals };
}

function pruning(outline: Outline, token: number, facts: Partial<Pruning> & Pick<Pruning, "kind">): Pruning {
  const { line } = outline.source.position(outline.tokens.start(token));
  return { limit: null, everyMs: null, keptMs: null, whole: false, line, ...facts };
}

/** `if (name.size > max) name.delete(…)`, and `if (name.length < max) name.push(…)`. */
function bySize(
  outline: Outline,
  mentions: readonly Mention[],
  inserts: readonly number[],
  removals: readonly Removal[],
): Pruning[] {
  const { tokens } = outline;
  const found: Pruning[] = [];
  for (const mention of mentions) {
    const guard = guardOf(outline, mention);
    if (guard === null) continue;
    const limit = constantAt(tokens, guard.first, guard.last);
    if (limit !== null && limit <= 1) continue;
    const within = functionAt(outline, mention.name);
    const holdsInsert = guard.below && inserts.some((token) => functionAt(outline, token) === within);
    const removal = removals[0];
    if (removal !== undefined || holdsInsert)
      found.push(pruning(outline, removal?.token ?? mention.name, { kind: "size", limit }));
  }
  // One collection is cut back by the size of another, or by a count: `if (order.length > max) delete entries[order.shift()]`.
  if (found.length === 0)
    for (const { token } of removals) {
      const span = functionAt(outline, token);
      if (span !== null && !tellsTime(outline, span) && comparesWithCapacity(outline, span))
        found.push(pruning(outline, token, { kind: "size" }));
    }
  return found;
}

/** What the number of entries is compared with; `below` where that lets in what follows. */
function guardOf(
  outline: Outline,
  { first, last }: Mention,
): { readonly first: number; readonly last: number; readonly below: boolean } | null {
  const { tokens } = outline;
  // `Object.keys(name).length` counts a dictionary.
  const listed = tokens.is(first - 1, "(") && tokens.is(last + 1, ")") && tokens.is(first - 4, "Object");
  const dot = listed ? last + 2 : last + 1;
  if (!tokens.is(dot, ".") || !(tokens.is(dot + 1, "size") || tokens.is(dot + 1, "length"))) return null;
  const sign = dot + 2;
  if (comparisons.some((each) => tokens.is(sign, each))) {
    const end = operandEnd(outline, sign + 1);
    return { first: sign + 1, last: end, below: tokens.is(sign, "<") || tokens.is(sign, "<=") };
  }
  const before = listed ? first - 5 : first - 1;
  const left = comparisons.find((each) => tokens.is(before, each));
  // In `i < name.length` the length is the limit.
  if (left === undefined || inLoopHead(outline, before)) return null;
  const start = operandStart(outline, before - 1);
  return { first: start, last: before - 1, below: left.startsWith(">") };
}

function operandEnd({ tokens }: Outline, first: number): number {
  for (let token = first; token < tokens.count; token++) {
    if ([")", "]", "}", ";", ",", "{", "&&", "||", "?", "??", ":"].some((end) => tokens.is(token, end)))
      return token - 1;
    if (tokens.pair(token) > token) token = tokens.pair(token);
  }
  return tokens.count - 1;
}

function operandStart({ tokens }: Outline, last: number): number {
  let first = last;
  while (tokens.is(first - 1, ".")) first -= 2;
  return first;
}

function inLoopHead({ tokens }: Outline, token: number): boolean {
  for (let open = token; open >= 0; open--) {
    const pair = tokens.pair(open);
    if (pair >= 0 && pair < open) open = pair;
    else if (pair > open) return tokens.is(open, "(") && tokens.is(open - 1, "for");
  }
  return false;
}

function comparesWithCapacity({ tokens }: Outline, { bodyStart, bodyEnd }: FunctionSpan): boolean {
  for (let token = bodyStart; token <= bodyEnd; token++) {
    if (!comparisons.some((each) => tokens.is(token, each))) continue;
    const names = [operandName(tokens, token - 1), lastName(tokens, token + 1)];
    if (names.some((name) => capacityWord.test(name) && name !== "size")) return true;
  }
  return false;
}

function operandName(tokens: Outline["tokens"], last: number): string {
  return tokens.word(last) ?? "";
}

function lastName(tokens: Outline["tokens"], first: number): string {
  let last = first;
  while (tokens.is(last + 1, ".")) last += 2;
  return tokens.word(last) ?? "";
}

/** `setInterval(() => sweep(), 60_000)` where `sweep` takes out, and `setTimeout(() => name.delete(key), ttl)`. */
function byTimer(outline: Outline, inserts: readonly number[], removals: readonly Removal[]): Pruning[] {
  return removals.length === 0
    ? []
    : timersIn(outline).flatMap(({ callback, everyMs }) => {
        const removal = removals.find((each) => isReached(outline, each.token, callback));
        return removal === undefined ? [] : timed(outline, removal, inserts, everyMs);
      });
}

/** `setInterval(() => store.sweep(), 60_000)` in one file, and `sweep` in another. */
function byTimerElsewhere(
  outline: Outline,
  other: Outline,
  inserts: readonly number[],
  removals: readonly Removal[],
): Pruning[] {
  const sweeping = removals.filter((each) => inLoop(outline, each) || takesAll(outline, each));
  return timersIn(other).flatMap(({ callback: [first, last], everyMs }) => {
    const removal = sweeping.find(({ token }) => {
      const name = functionAt(outline, token)?.name ?? null;
      return name !== null && callsMethod(other.tokens, first, last, name);
    });
    return removal === undefined ? [] : timed(outline, removal, inserts, everyMs);
  });
}

function callsMethod(tokens: Outline["tokens"], first: number, last: number, name: string): boolean {
  for (let token = first; token <= last; token++) if (tokens.is(token, name)) return true;
  return false;
}

interface TimerCall {
  readonly callback: readonly [number, number];
  readonly everyMs: number | null;
}

function timersIn({ tokens }: Outline): TimerCall[] {
  const found: TimerCall[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, "setInterval") && !tokens.is(token, "setTimeout")) continue;
    if (!tokens.is(token + 1, "(")) continue;
    const [callback, delay] = tokens.items(token + 1);
    if (callback !== undefined && delay !== undefined)
      found.push({ callback, everyMs: constantAt(tokens, ...delay) });
  }
  return found;
}

function timed(
  outline: Outline,
  removal: Removal,
  inserts: readonly number[],
  everyMs: number | null,
): Pruning {
  // What is deleted by itself has a timer of its own.
  const whole = takesAll(outline, removal) || !inLoop(outline, removal);
  const keptMs = whole ? null : keptAt(outline, [removal.token, ...inserts]);
  return pruning(outline, removal.token, { kind: "timer", everyMs, keptMs, whole });
}

/** `name.clear()`, `name.length = 0`, `name.splice(0)`, `name = []`; not `name = name.filter(…)`. */
function takesAll({ tokens }: Outline, { token, kind }: Removal): boolean {
  if (kind === "take") return tokens.is(token + 2, "splice") && tokens.items(token + 3).length === 1;
  if (kind === "reset") return tokens.word(token + 2) !== tokens.word(token) && !tokens.is(token + 2, "this");
  return kind === "clear" || kind === "length";
}

/** Whether a token is in a callback, or in a function that the callback calls by name. */
function isReached(outline: Outline, token: number, [first, last]: readonly [number, number]): boolean {
  if (first <= token && token <= last) return true;
  const around = outline.functionsAround(token);
  const visited = new Set<FunctionSpan>();
  let ranges: (readonly [number, number])[] = [[first, last]];
  for (let depth = 0; depth < deepestCalls && ranges.length > 0; depth++) {
    const names = new Set(ranges.flatMap((range) => wordsIn(outline, range)));
    const called = outline.functions.filter(
      (span) => span.name !== null && names.has(span.name) && !visited.has(span),
    );
    if (called.some((span) => around.includes(span))) return true;
    for (const span of called) visited.add(span);
    ranges = called.map(({ bodyStart, bodyEnd }) => [bodyStart, bodyEnd] as const);
  }
  return false;
}

function wordsIn({ tokens }: Outline, [first, last]: readonly [number, number]): string[] {
  const words: string[] = [];
  for (let token = first; token <= last; token++) {
    const word = tokens.word(token);
    if (word !== null) words.push(word);
  }
  return words;
}

/** A function that adds, and beside that goes over the entries with the time in its hand. */
function byAge(outline: Outline, inserts: readonly number[], removals: readonly Removal[]): Pruning[] {
  const found: Pruning[] = [];
  for (const removal of removals) {
    const span = functionAt(outline, removal.token);
    if (span === null || !inserts.some((token) => functionAt(outline, token) === span)) continue;
    if (!tellsTime(outline, span) || !goesOverEntries(outline, removal)) continue;
    found.push(
      pruning(outline, removal.token, { kind: "age", keptMs: keptAt(outline, [removal.token, ...inserts]) }),
    );
  }
  return found;
}

function tellsTime(outline: Outline, { bodyStart, bodyEnd }: FunctionSpan): boolean {
  return wordsIn(outline, [bodyStart, bodyEnd]).some((word) => timeWord.test(word));
}

/** More than the entry that was added: a loop, all of them, or the one that was added so many before, `delete counts[second - 60]`. */
function goesOverEntries(outline: Outline, removal: Removal): boolean {
  return inLoop(outline, removal) || removal.kind === "clear" || isEarlierKey(outline, removal);
}

function isEarlierKey({ tokens }: Outline, { token, kind }: Removal): boolean {
  const open = token + 1;
  if (kind !== "delete" || !tokens.is(open, "[")) return false;
  for (let at = open + 1; at < tokens.pair(open); at++) if (tokens.is(at, "-")) return true;
  return false;
}

/** Whether a removal is done again and again: in a loop, or in what is called for each entry. */
function inLoop({ tokens }: Outline, { token, kind }: Removal): boolean {
  if (kind === "reset") return true; // `list = list.filter(…)` asks every entry.
  for (let open = token; open >= 0; open--) {
    const pair = tokens.pair(open);
    if (pair >= 0 && pair < open) open = pair;
    else if (pair > open && isLoop(tokens, open)) return true;
    else if (pair < 0 && tokens.is(open, ")")) return false;
  }
  return isLoopStatement(tokens, token);
}

/** A bracket of a loop: its head, its body, or the call of `forEach`. */
function isLoop(tokens: Outline["tokens"], open: number): boolean {
  if (tokens.is(open, "(")) return ["for", "while", "forEach"].some((word) => tokens.is(open - 1, word));
  const head = tokens.is(open - 1, ")") ? tokens.pair(open - 1) : -1;
  return head > 0 && ["for", "while"].some((word) => tokens.is(head - 1, word));
}

/** `while (…) name.shift()` and `for (…) if (…) name.delete(key)`, without braces. */
function isLoopStatement(tokens: Outline["tokens"], token: number): boolean {
  for (let at = token; at >= 0; at--) {
    if ([";", "{", "}"].some((end) => tokens.is(at, end))) return false;
    if (!tokens.is(at, ")")) continue;
    const open = tokens.pair(at);
    if (["for", "while"].some((word) => tokens.is(open - 1, word))) return true;
    at = open;
  }
  return false;
}

/** The largest number of milliseconds in the functions of these lines that may say how long an entry stays. */
function keptAt(outline: Outline, at: readonly number[]): number | null {
  const { tokens } = outline;
  let longest: number | null = null;
  const spans = new Set(at.map((token) => functionAt(outline, token)).filter((span) => span !== null));
  for (const { bodyStart, bodyEnd } of spans)
    for (let token = bodyStart; token <= bodyEnd; token++) {
      if (!["+", "-", ">", ">=", "<", "<="].some((sign) => tokens.is(token, sign))) continue;
      const end = factorEnd(outline, token + 1);
      const value = constantAt(tokens, token + 1, end);
      // `now + 5000 * 2 ** tries` may be anything.
      if (value === null && isTimes(outline, token + 1, end)) return null;
      if (value !== null && value >= shortestKeptMs && value <= longestKeptMs)
        longest = Math.max(longest ?? 0, value);
    }
  return longest;
}

/** A product whose first part is a number of milliseconds. */
function isTimes({ tokens }: Outline, first: number, last: number): boolean {
  const value = constantAt(tokens, first, first);
  return first < last && value !== null && value >= shortestKeptMs;
}

function factorEnd(outline: Outline, first: number): number {
  const { tokens } = outline;
  const end = operandEnd(outline, first);
  for (let token = first; token <= end; token++) {
    if (["+", "-", ">", ">=", "<", "<="].some((sign) => tokens.is(token, sign))) return token - 1;
    if (token > first && tokens.startsLine(token)) return token - 1;
  }
  return end;
}

function functionAt(outline: Outline, token: number): FunctionSpan | null {
  return outline.functionsAround(token)[0] ?? null;
}
