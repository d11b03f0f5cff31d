import type { CodePointSet } from "./code-point-set.ts";

/** What holds between two characters: at the ends of the text, of a line, or where a word begins or ends. */
export type Assertion = "text start" | "text end" | "line start" | "line end" | "word edge" | "no word edge";

/**
 * A regular expression, parsed. Only which texts match is kept: greed and captures do not change that.
 * `maximum` is Infinity for a repetition without end.
 */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CodePointSet }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly minimum: number;
      readonly maximum: number;
    };
