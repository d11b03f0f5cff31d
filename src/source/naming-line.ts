import { excerptOf } from "./excerpt.ts";
import type { Mention } from "./mention.ts";
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

/** The line of a mention. */
export function lineAt(outline: Outline, mention: Mention): NamingLine {
  const { source, tokens } = outline;
  const { line, column } = source.position(tokens.start(mention.first));
  const name = outline.functionsAround(mention.name)[0]?.name ?? null;
  return { function: name, line, column, excerpt: excerptOf(source, line, { column }) ?? "" };
}
