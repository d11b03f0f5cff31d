import type { SourceCode } from "./rule-context.ts";
import type { Node } from "./syntax.ts";

/** Whether a comment on the line of a declaration, or on the one before, says why it is finite: `bounded: one per locale`. */
export function hasBoundComment(sourceCode: SourceCode, declaration: Node): boolean {
  const { line } = declaration.loc.start;
  return sourceCode.getAllComments().some(({ value, loc }) => {
    const isBeside = loc.end.line === line || loc.end.line === line - 1;
    return isBeside && /^[\s*]*bounded:\s*\S/.test(value);
  });
}
