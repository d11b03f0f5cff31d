import type { SourceText } from "./source-text.ts";

const assignment = /^\s*(?:module\.exports\s*=(?!=)|export\s+default\b|exports\.default\s*=(?!=))/;

/** The 1-based line at which a module gives its whole export, `module.exports = …` or `export default …`; null without one. */
export function defaultExportLine(source: SourceText): number | null {
  const at = source.text.split("\n").findIndex((line) => assignment.test(line));
  return at < 0 ? null : at + 1;
}
