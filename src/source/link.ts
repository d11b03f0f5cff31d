import { mentionsOf } from "./mention.ts";
import { lineAt, type NamingLine } from "./naming-line.ts";
import type { Outline } from "./outline.ts";

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
