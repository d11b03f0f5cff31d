import { excerptOf } from "./excerpt.ts";
import { mentionsOf } from "./mention.ts";
import type { Outline } from "./outline.ts";

/** A line that links one object to another. Lines and columns are 1-based. */
export interface LinkLine {
  /** The function around it as V8 would name it; null at module level and in functions without a name. */
  readonly function: string | null;
  readonly line: number;
  readonly column: number;
  /** The line, trimmed. */
  readonly excerpt: string;
}

/** The lines that assign a link, in the order of the text: `a.next = b`, but neither `a.next = null` nor `a.next = a.next.next`. */
export function linksIn(outline: Outline, property: string): LinkLine[] {
  const { tokens, source } = outline;
  return mentionsOf(outline, property).flatMap((mention) => {
    const value = mention.last + 2;
    const assigned = mention.property && tokens.is(mention.last + 1, "=");
    let last = value;
    while (tokens.is(last + 1, ".") || tokens.is(last + 1, "?.")) last += 2;
    const passesOn = last > value && tokens.is(last, property);
    const unlinks = passesOn || tokens.is(value, "null") || tokens.is(value, "undefined");
    if (!assigned || unlinks) return [];
    const { line, column } = source.position(tokens.start(mention.first));
    const name = outline.functionsAround(mention.name)[0]?.name ?? null;
    return [{ function: name, line, column, excerpt: excerptOf(source, line, { column }) ?? "" }];
  });
}
