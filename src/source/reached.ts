import type { FunctionSpan, Outline } from "./outline.ts";

/** First and last token. */
type Range = readonly [first: number, last: number];

const deepestCalls = 4;

/** A callback, and the bodies of the functions of its file that it calls by name, directly or through others. */
export function reachedFrom(outline: Outline, callback: Range): Range[] {
  const visited = new Set<FunctionSpan>();
  const reached: Range[] = [callback];
  let ranges: Range[] = [callback];
  for (let depth = 0; depth < deepestCalls && ranges.length > 0; depth++) {
    const names = new Set(ranges.flatMap((range) => wordsIn(outline, range)));
    const called = outline.functions.filter(
      (span) => span.name !== null && names.has(span.name) && !visited.has(span),
    );
    for (const span of called) visited.add(span);
    ranges = called.map(({ bodyStart, bodyEnd }) => [bodyStart, bodyEnd] as const);
    reached.push(...ranges);
  }
  return reached;
}

/** Whether a token is in a callback, or in a function that the callback calls by name. */
export function isReached(outline: Outline, token: number, callback: Range): boolean {
  return reachedFrom(outline, callback).some(([first, last]) => first <= token && token <= last);
}

/** The words between two tokens, keywords included. */
export function wordsIn({ tokens }: Outline, [first, last]: Range): string[] {
  const words: string[] = [];
  for (let token = first; token <= last; token++) {
    const word = tokens.word(token);
    if (word !== null) words.push(word);
  }
  return words;
}
