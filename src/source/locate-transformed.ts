import type { SourceText } from "./source-text.ts";
import type { FunctionText } from "./locate.ts";

/** Words of the function that must be found again, in order, before a file counts as its source. */
const LEAST_WORDS = 4;
const LEAST_SHARE = 0.8;
const MOST_WORDS = 80;

/** How many words of types may stand between two words of the program. */
const TYPE_WORDS = 40;

/**
 * How well a piece of TypeScript reads like a function that tsx or ts-node made from it, 0 to 1: the share of the
 * function's words that come in the same order after the line its map leads to. Transforming removes types and white
 * space and renames imports, nothing else. 0 when the function has too few words to tell.
 */
export function likeness(wanted: FunctionText, original: SourceText, line: number): number {
  const words = wordsOf(fromLocation(wanted.text)).slice(0, MOST_WORDS);
  const from = original.offset(line, 1);
  if (from === null || words.length < LEAST_WORDS) return 0;
  const there = wordsOf(original.text.slice(from, from + wanted.text.length * 4 + 2000));
  let at = 0;
  let found = 0;
  for (const word of words) {
    const next = there.indexOf(word, at);
    if (next < 0 || next - at > TYPE_WORDS) continue;
    at = next + 1;
    found++;
  }
  const share = found / words.length;
  return share >= LEAST_SHARE ? share : 0;
}

/** V8 locates a class at its constructor. */
function fromLocation(text: string): string {
  const constructor = text.startsWith("class") ? text.search(/\bconstructor\s*\(/) : 0;
  return text.slice(Math.max(constructor, 0));
}

function wordsOf(text: string): string[] {
  // `__name` is what esbuild wraps functions in to keep their names.
  return (text.match(/[\p{L}_$#][\p{L}\p{N}_$]*/gu) ?? []).filter((word) => word !== "__name");
}
