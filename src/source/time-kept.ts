import { constantAt } from "./constant.ts";
import { comparisonAt, operandEnd, sumStart } from "./operand.ts";
import type { Outline } from "./outline.ts";

/** The names that a time goes by. */
export const timeWord: RegExp = /^(?:now|hrtime|performance|Date|timestamp)$/;

/** A number beside a time that is at least this much is one of milliseconds. */
const shortestKeptMs = 500;
const longestKeptMs = 7 * 86_400_000;

/** The largest number of milliseconds in the functions of these lines that may say how long an entry stays. */
export function keptAt(outline: Outline, at: readonly number[]): number | null {
  const { tokens } = outline;
  let longest: number | null = null;
  const spans = new Set(at.flatMap((token) => outline.functionsAround(token)[0] ?? []));
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

/** No entry has a field of these. */
const noEntry = /^(?:this|Date|performance|process|Math|self|that|_this\d*)$/;

/**
 * The fields that are compared with a time: `expires` of `entry.expires < Date.now()`, `at` of `now - entry.at > ttl`. Fields of
 * `this` are the collection's own.
 */
export function timeFieldsIn(
  outline: Outline,
  ranges: readonly (readonly [first: number, last: number])[],
): string[] {
  const { tokens } = outline;
  const fields = new Set<string>();
  for (const [first, last] of ranges)
    for (let token = first; token <= last; token++) {
      if (comparisonAt(outline, token) === null) continue;
      const [start, end] = [sumStart(outline, token - 1), operandEnd(outline, token + 1)];
      if (!hasTime(outline, start, end)) continue;
      for (let at = start + 2; at <= end; at++) {
        const owner = tokens.is(at - 1, ".") ? tokens.word(at - 2) : null;
        const isField = owner !== null && !noEntry.test(owner) && !tokens.is(at - 3, ".");
        const name = tokens.word(at);
        if (isField && name !== null && !tokens.is(at + 1, "(")) fields.add(name);
      }
    }
  return [...fields];
}

function hasTime({ tokens }: Outline, first: number, last: number): boolean {
  for (let token = first; token <= last; token++) if (timeWord.test(tokens.word(token) ?? "")) return true;
  return false;
}
