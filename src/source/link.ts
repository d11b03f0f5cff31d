import { excerptOf } from "./excerpt.ts";
import { type Mention, mentionsOf } from "./mention.ts";
import type { Outline } from "./outline.ts";

/** A line of a file that does something with a holder or a field that it names. Lines and columns are 1-based. */
export interface NamingLine {
  /** The function around it as V8 would name it; null at module level and in functions without a name. */
  readonly function: string | null;
  readonly line: number;
  readonly column: number;
  /** The line, trimmed. */
  readonly excerpt: string;
}

/** The lines that assign a link, in the order of the text: `a.next = b`, but neither `a.next = null` nor `a.next = a.next.next`. */
export function linksIn(outline: Outline, property: string): NamingLine[] {
  const { tokens } = outline;
  return mentionsOf(outline, property).flatMap((mention) => {
    const value = mention.last + 2;
    const assigned = mention.property && tokens.is(mention.last + 1, "=");
    let last = value;
    while (tokens.is(last + 1, ".") || tokens.is(last + 1, "?.")) last += 2;
    const passesOn = last > value && tokens.is(last, property);
    const unlinks = passesOn || tokens.is(value, "null") || tokens.is(value, "undefined");
    return !assigned || unlinks ? [] : [lineAt(outline, mention)];
  });
}

/** The line of a mention. */
export function lineAt(outline: Outline, mention: Mention): NamingLine {
  const { source, tokens } = outline;
  const { line, column } = source.position(tokens.start(mention.first));
  const name = outline.functionsAround(mention.name)[0]?.name ?? null;
  return { function: name, line, column, excerpt: excerptOf(source, line, { column }) ?? "" };
}
