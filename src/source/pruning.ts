import { capacityComparedIn, capacityWord, fieldOfThis } from "./compared-capacity.ts";
import { changeAt, type ChangeKind } from "./change.ts";
import { constantAt } from "./constant.ts";
import { creates, ownMentions } from "./insertion.ts";
import { isDeclared, type Mention } from "./mention.ts";
import type { FunctionSpan, Outline } from "./outline.ts";
import { comparisonAt, memberEnd, operandEnd, operandStart } from "./operand.ts";
import { isReached, reachedFrom, wordsIn } from "./reached.ts";
import { modulusOf } from "./ring.ts";
import { keptAt, timeFieldsIn, timeWord } from "./time-kept.ts";

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
  /** The field of `this` that the number of entries is compared with, where its value is not in the text; null otherwise. */
  readonly limitField: string | null;
  /** Whether what the timer calls may be in another file: the timer itself is, or something wraps its callback. */
  readonly elsewhere: boolean;
  /** The fields of an entry that tell its time: where an entry has none of them, it stays. Empty where none is asked for. */
  readonly timeFields: readonly string[];
}

interface Removal {
  readonly token: number;
  readonly kind: ChangeKind;
}

/**
 * The lines of a file that keep a collection from growing for ever, if they work. Only where there are none, the timers of other
 * files that call a function of this one by name. A reading of the text, not an observation.
 */
export function pruningsOf(outline: Outline, holder: string, elsewhere: readonly Outline[] = []): Pruning[] {
  const { mentions, inserts, removals } = changesIn(outline, holder);
  const found = [
    ...byTimer(outline, inserts, removals),
    ...bySize(outline, mentions, inserts, removals),
    ...byRing(outline, mentions),
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
  const unknown = { limit: null, everyMs: null, keptMs: null, whole: false, limitField: null };
  return { ...unknown, elsewhere: false, timeFields: [], line, ...facts };
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
    const limitField = limit === null ? fieldOfThis(outline, guard.first, guard.last) : null;
    // `this.tail <= name.length >>> 2` asks how full the slots are.
    if (limitField !== null && !capacityWord.test(limitField)) continue;
    if (removal !== undefined || holdsInsert)
      found.push(pruning(outline, removal?.token ?? mention.name, { kind: "size", limit, limitField }));
  }
  // One collection is cut back by the size of another, or by a count: `if (order.length > max) delete entries[order.shift()]`.
  if (found.length === 0)
    for (const { token } of removals) {
      const span = functionAt(outline, token);
      if (span === null || tellsTime(outline, span)) continue;
      const limit = limitOfBlock(outline, token);
      const capacity = capacityComparedIn(outline, span);
      if (limit !== null) found.push(pruning(outline, token, { kind: "size", limit }));
      else if (capacity !== null)
        found.push(pruning(outline, token, { kind: "size", limitField: capacity.field }));
    }
  return found;
}

/** `name[next % size] = value`: the newest entry takes the place of the oldest. */
function byRing(outline: Outline, mentions: readonly Mention[]): Pruning[] {
  const { tokens } = outline;
  return mentions.flatMap((mention) => {
    const change = changeAt(tokens, mention);
    const modulus =
      change?.kind === "index" && change.key !== null ? modulusOf(outline, ...change.key) : null;
    if (modulus === null) return [];
    const limit = constantAt(tokens, ...modulus);
    const limitField = limit === null ? fieldOfThis(outline, ...modulus) : null;
    return [pruning(outline, mention.name, { kind: "size", limit, limitField })];
  });
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
  if (comparisonAt(outline, sign) !== null) {
    const end = operandEnd(outline, sign + 1);
    return { first: sign + 1, last: end, below: tokens.is(sign, "<") || tokens.is(sign, "<=") };
  }
  const before = listed ? first - 5 : first - 1;
  const left = comparisonAt(outline, before);
  // In `i < name.length` the length is the limit.
  if (left === null || inLoopHead(outline, before)) return null;
  const start = operandStart(outline, before - 1);
  return { first: start, last: before - 1, below: left.startsWith(">") };
}

function inLoopHead({ tokens }: Outline, token: number): boolean {
  for (let open = token; open >= 0; open--) {
    const pair = tokens.pair(open);
    if (pair >= 0 && pair < open) open = pair;
    else if (pair > open) return tokens.is(open, "(") && tokens.is(open - 1, "for");
  }
  return false;
}

/** `256` of `if (done > 256) { name.splice(0, done); done = 0; }`: more than one entry is taken out once in so many. */
function limitOfBlock(outline: Outline, removal: number): number | null {
  const { tokens } = outline;
  if (!tokens.is(removal + 1, "]") && !tokens.is(removal + 1, ".")) return null;
  const method = tokens.is(removal + 1, "]") ? removal + 3 : removal + 2;
  if (!tokens.is(method, "splice")) return null;
  let open = removal;
  while (open >= 0 && !(tokens.is(open, "{") && tokens.pair(open) > removal)) open--;
  const close = open - 1;
  const head = tokens.is(close, ")") ? tokens.pair(close) : -1;
  if (head < 0 || !tokens.is(head - 1, "if")) return null;
  for (let token = head + 1; token < close; token++) {
    const sign = comparisonAt(outline, token);
    const limit = sign?.startsWith(">")
      ? constantAt(tokens, token + 1, operandEnd(outline, token + 1))
      : null;
    if (limit !== null && limit > 1) return limit;
  }
  return null;
}

/** `setInterval(() => sweep(), 60_000)` where `sweep` takes out, and `setTimeout(() => name.delete(key), ttl)`. */
function byTimer(outline: Outline, inserts: readonly number[], removals: readonly Removal[]): Pruning[] {
  return removals.length === 0
    ? []
    : timersIn(outline).flatMap((timer) => {
        const removal = removals.find((each) => isReached(outline, each.token, timer.callback));
        return removal === undefined ? [] : timed(outline, removal, inserts, timer);
      });
}

/** `setInterval(() => store.sweep(), 60_000)` in one file, and `sweep` in another. */
function byTimerElsewhere(
  outline: Outline,
  other: Outline,
  inserts: readonly number[],
  removals: readonly Removal[],
): Pruning[] {
  if (removals.length === 0) return [];
  return timersIn(other).flatMap((timer) => {
    const called = new Set(wordsIn(other, timer.callback).filter((word) => !everyday.test(word)));
    const functions = outline.functions.filter(({ name }) => name !== null && called.has(name));
    const removal = functions
      .map((span) => sweptBy(outline, span, removals))
      .find((each) => each !== undefined);
    return removal === undefined ? [] : timed(outline, removal, inserts, timer, true);
  });
}

/** Methods of every collection, whose names say nothing about what is called. */
const everyday = /^(?:forEach|map|filter|find|some|every|reduce|get|set|has|add|push|keys|values|entries)$/;

/** What a function takes out of all entries: in a loop of its own, though the line may be in a function that it calls. */
function sweptBy(
  outline: Outline,
  { bodyStart, bodyEnd }: FunctionSpan,
  removals: readonly Removal[],
): Removal | undefined {
  const all = goesOver(outline, [bodyStart, bodyEnd]);
  return removals.find(
    (each) =>
      (bodyStart <= each.token &&
        each.token <= bodyEnd &&
        (inLoop(outline, each) || takesAll(outline, each))) ||
      (all && isReached(outline, each.token, [bodyStart, bodyEnd])),
  );
}

function goesOver(outline: Outline, range: readonly [number, number]): boolean {
  return wordsIn(outline, range).some((word) => /^(?:for|while|forEach)$/.test(word));
}

interface TimerCall {
  readonly callback: readonly [number, number];
  readonly everyMs: number | null;
  readonly repeats: boolean;
}

function timersIn({ tokens }: Outline): TimerCall[] {
  const found: TimerCall[] = [];
  for (let token = 0; token < tokens.count; token++) {
    if (!tokens.is(token, "setInterval") && !tokens.is(token, "setTimeout")) continue;
    if (!tokens.is(token + 1, "(")) continue;
    const [callback, delay] = tokens.items(token + 1);
    const repeats = tokens.is(token, "setInterval");
    if (callback !== undefined && delay !== undefined)
      found.push({ callback, everyMs: constantAt(tokens, ...delay), repeats });
  }
  return found;
}

function timed(
  outline: Outline,
  removal: Removal,
  inserts: readonly number[],
  { callback, everyMs, repeats }: TimerCall,
  elsewhere = false,
): Pruning {
  // What is deleted by itself has a timer of its own, unless that comes again or a loop calls what deletes.
  const reached = elsewhere ? [] : reachedFrom(outline, callback);
  const loops =
    repeats || elsewhere || inLoop(outline, removal) || reached.some((range) => goesOver(outline, range));
  const whole = takesAll(outline, removal) || !loops;
  const keptMs = whole ? null : keptAt(outline, [removal.token, ...inserts]);
  const timeFields = whole ? [] : timeFieldsIn(outline, reached);
  return pruning(outline, removal.token, {
    kind: "timer",
    everyMs,
    keptMs,
    whole,
    timeFields,
    elsewhere: elsewhere || isWrapped(outline, callback),
  });
}

/** `throttle(sweep)`, which makes another function of it; binding does not. */
function isWrapped(outline: Outline, [first, last]: readonly [number, number]): boolean {
  const { tokens } = outline;
  const end = memberEnd(outline, first);
  const isCall = tokens.is(end + 1, "(") && tokens.pair(end + 1) === last;
  const binds = tokens.is(end, "bind") && !tokens.slice(first).startsWith("Async");
  return isCall && !binds && !tokens.is(end, "function") && !tokens.is(end, "async");
}

/** `name.clear()`, `name.length = 0`, `name.splice(0)`, `name = []`; not `name = name.filter(…)`. */
function takesAll({ tokens }: Outline, { token, kind }: Removal): boolean {
  if (kind === "take") return tokens.is(token + 2, "splice") && tokens.items(token + 3).length === 1;
  if (kind === "reset") return tokens.word(token + 2) !== tokens.word(token) && !tokens.is(token + 2, "this");
  return kind === "clear" || kind === "length";
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

function functionAt(outline: Outline, token: number): FunctionSpan | null {
  return outline.functionsAround(token)[0] ?? null;
}
