import { creates, ownMentions } from "./insertion.ts";
import { type Mention, isDeclared, mentionsOf } from "./mention.ts";
import { type NamingLine, lineAt } from "./naming-line.ts";
import type { Outline } from "./outline.ts";

const EMPTY = new Set(['""', "''", "``"]);

/** What the lines of a file do to a text that a variable or field holds, in the order of the text. */
export interface TextGrowth {
  /** Lines that make it longer: `log += line`, `log = log + line`. */
  readonly appends: readonly NamingLine[];
  /** Lines that may make it shorter: they give it a value that does not begin with what it was. */
  readonly resets: readonly NamingLine[];
}

/**
 * Reads which lines append to a text and which begin it anew. A variable is told from others of its name by `declaredAt`, the 1-based
 * line of its declaration; of a field, whatever it hangs on, every place that gives a field of this name another value may be a reset.
 */
export function textGrowthIn(
  outline: Outline,
  holder: string,
  options: { readonly declaredAt?: number } = {},
): TextGrowth {
  const name = holder.slice(holder.lastIndexOf(".") + 1);
  const mentions =
    name === holder
      ? ownMentions(outline, holder, options.declaredAt)
      : mentionsOf(outline, name).filter((mention) => mention.property || makesAgain(outline, mention));
  const appends: NamingLine[] = [];
  const resets: NamingLine[] = [];
  for (const mention of mentions) {
    const change = changeOf(outline, mention);
    if (change !== null) (change === "append" ? appends : resets).push(lineAt(outline, mention));
  }
  return { appends, resets };
}

/** `state = { log: "" }`, in a function: what holds the field is made again with it. */
function makesAgain(outline: Outline, { name }: Mention): boolean {
  const { tokens } = outline;
  const isEmptied = tokens.is(name + 1, ":") && EMPTY.has(tokens.slice(name + 2));
  return isEmptied && outline.functionsAround(name).length > 0;
}

function changeOf(outline: Outline, mention: Mention): "append" | "reset" | null {
  const { tokens } = outline;
  if (tokens.is(mention.name + 1, ":")) return mention.property ? null : "reset";
  const sign = mention.last + 1;
  if (tokens.is(sign, "+=")) return "append";
  const isInitial = !mention.property && isDeclared(tokens, mention.name);
  if (isInitial || !["=", "??=", "||=", "&&="].some((each) => tokens.is(sign, each))) return null;
  if (creates(outline, mention, { kind: "reset", inserts: false, key: null })) return null;
  return beginsWith(outline, sign + 1, tokens.slice(mention.first, mention.last)) ? "append" : "reset";
}

/** Whether a value begins with the text that it is given to: `log + line`, `log.concat(line)`, `${log}${line}`. */
function beginsWith({ tokens }: Outline, value: number, name: string): boolean {
  const rest = tokens.text.slice(tokens.start(value));
  if (rest.startsWith(`\`\${${name}}`)) return true;
  return rest.startsWith(name) && /^\s*(?:\+(?![+=])|\.concat\()/.test(rest.slice(name.length));
}
