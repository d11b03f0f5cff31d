import { creates, ownMentions } from "./insertion.ts";
import { type NamingLine, lineAt } from "./naming-line.ts";
import { isDeclared } from "./mention.ts";
import type { Outline } from "./outline.ts";

/** What leaves nothing, or starts anew. */
const EMPTY = new Set(["null", "undefined", "void", '""', "''", "``", "0", "[]", "{}"]);

/**
 * The lines that give a variable or field another value, in the order of the text: `text += more`, `head = link`. Where it is declared
 * or emptied is none. With `declaredAt` another variable of the same name is left out.
 */
export function assignmentsIn(
  outline: Outline,
  holder: string,
  options: { readonly declaredAt?: number } = {},
): NamingLine[] {
  const { tokens } = outline;
  return ownMentions(outline, holder, options.declaredAt).flatMap((mention) => {
    const sign = mention.last + 1;
    const value = sign + 1;
    const isAssigned = ["=", "+=", "??=", "||="].some((each) => tokens.is(sign, each));
    const isInitial = !mention.property && isDeclared(tokens, mention.name);
    const empties = [value, tokens.pair(value)].some((last) => EMPTY.has(tokens.slice(value, last)));
    const reset = { kind: "reset", inserts: false, key: null } as const;
    if (!isAssigned || isInitial || empties || creates(outline, mention, reset)) return [];
    return [lineAt(outline, mention)];
  });
}
