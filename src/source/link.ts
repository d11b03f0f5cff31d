import { mentionsOf } from "./mention.ts";
import { lineAt, type NamingLine } from "./naming-line.ts";
import { memberEnd } from "./operand.ts";
import type { Outline } from "./outline.ts";

const EMPTY = ["null", "undefined", "void"];

/**
 * The lines that assign a link, in the order of the text: `a.next = b`, but neither `a.next = null` nor `a.next = a.next.next`, which
 * may be written `a.next = next`.
 */
export function linksIn(outline: Outline, property: string): NamingLine[] {
  const { tokens } = outline;
  return mentionsOf(outline, property).flatMap((mention) => {
    const assigned = mention.property && tokens.is(mention.last + 1, "=");
    let value = mention.last + 2;
    let last = memberEnd(outline, value);
    // `a.next = a.prev = null`
    while (tokens.is(last + 1, "=")) {
      value = last + 2;
      last = memberEnd(outline, value);
    }
    const unlinks = tokens.is(last, property) || EMPTY.some((word) => tokens.is(value, word));
    return !assigned || unlinks ? [] : [lineAt(outline, mention)];
  });
}
