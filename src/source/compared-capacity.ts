import type { FunctionSpan, Outline } from "./outline.ts";
import { comparisonAt, memberEnd, operandStart } from "./operand.ts";

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
      [token + 1, memberEnd(outline, token + 1)],
    ] as const) {
      const name = tokens.word(last) ?? "";
      if (capacityWord.test(name) && !countWord.test(name) && !isOfSlots(outline, [first, last], bodyStart))
        return { field: fieldOfThis(outline, first, last) };
    }
  }
  return null;
}

/** `tail <= capacity >>> 2`, and `const capacity = list.length`: what is asked is how full the slots are that there are by now. */
function isOfSlots(outline: Outline, [first, last]: readonly [number, number], bodyStart: number): boolean {
  const { tokens } = outline;
  if (tokens.is(last + 1, ">") && tokens.is(last + 2, ">")) return true;
  if (first !== last) return false;
  for (let token = bodyStart; token < first; token++) {
    const isGiven = tokens.slice(token) === tokens.slice(last) && tokens.is(token + 1, "=");
    if (isGiven && tokens.is(memberEnd(outline, token + 2), "length")) return true;
  }
  return false;
}

/** `max` of `this.max` and `this.options.max`. */
export function fieldOfThis(outline: Outline, first: number, last: number): string | null {
  const { tokens } = outline;
  return tokens.is(first, "this") && memberEnd(outline, first) === last ? tokens.word(last) : null;
}
