import type { FunctionSpan, Outline } from "./outline.ts";
import { comparisonAt, operandStart } from "./operand.ts";

/** Names that a limit of entries may have. */
export const capacityWord: RegExp = /max|limit|cap(?:acity)?$|size|threshold|bound/i;
const countWord = /^[#_]?size$/;

/** What a function compares a number with that goes by the name of a capacity; `field` where that is one of `this`. */
export function capacityComparedIn(
  outline: Outline,
  { bodyStart, bodyEnd }: FunctionSpan,
): { readonly field: string | null } | null {
  const { tokens } = outline;
  for (let token = bodyStart; token <= bodyEnd; token++) {
    if (comparisonAt(outline, token) === null) continue;
    for (const [first, last] of [
      [operandStart(outline, token - 1), token - 1],
      [token + 1, memberEnd(tokens, token + 1)],
    ] as const) {
      const name = tokens.word(last) ?? "";
      if (capacityWord.test(name) && !countWord.test(name) && !isOfSlots(outline, [first, last], bodyStart))
        return { field: fieldOfThis(tokens, first, last) };
    }
  }
  return null;
}

/** `tail <= capacity >>> 2`, and `const capacity = list.length`: what is asked is how full the slots are that there are by now. */
function isOfSlots(
  { tokens }: Outline,
  [first, last]: readonly [number, number],
  bodyStart: number,
): boolean {
  if (tokens.is(last + 1, ">") && tokens.is(last + 2, ">")) return true;
  if (first !== last) return false;
  for (let token = bodyStart; token < first; token++) {
    const isGiven = tokens.slice(token) === tokens.slice(last) && tokens.is(token + 1, "=");
    if (isGiven && tokens.is(memberEnd(tokens, token + 2), "length")) return true;
  }
  return false;
}

/** `max` of `this.max` and `this.options.max`. */
export function fieldOfThis(tokens: Outline["tokens"], first: number, last: number): string | null {
  return tokens.is(first, "this") && memberEnd(tokens, first) === last ? tokens.word(last) : null;
}

/** The last token of the names that begin at a token: `max` of `this.options.max`. */
export function memberEnd(tokens: Outline["tokens"], first: number): number {
  let last = first;
  while (tokens.is(last + 1, ".")) last += 2;
  return last;
}
