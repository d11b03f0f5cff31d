import { complement, foldCase, setOf, type CodePointSet } from "./code-point-set.ts";
import { PERL_CLASSES, POSIX_CLASSES, unicodeClass } from "./named-classes.ts";
import { PatternError } from "./pattern-error.ts";
import { parseEscape } from "./pattern-escape.ts";

/** What `(?i)`, `(?m)` and `(?s)` turn on. */
export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** Reads a class of characters at `at` and moves it behind. */
export class ClassParser {
  at: number;
  readonly #source: string;
  readonly #flags: PatternFlags;

  constructor(source: string, at: number, flags: PatternFlags) {
    this.#source = source;
    this.at = at;
    this.#flags = flags;
  }

  /** `[…]`, from its bracket. */
  bracketed(): CodePointSet {
    const start = this.at++;
    const isNegated = this.#source[this.at] === "^";
    if (isNegated) this.at++;
    const ranges: number[] = [];
    let isFirst = true;
    while (isFirst || this.#source[this.at] !== "]") {
      isFirst = false;
      const set = this.#posix() ?? this.escaped();
      if (set === null) ranges.push(...this.#range(start));
      else ranges.push(...set);
    }
    this.at++;
    return isNegated ? complement(setOf(ranges)) : setOf(ranges);
  }

  /** `\d`, `\pL`, `\p{Greek}`; null for any other escape. */
  escaped(): CodePointSet | null {
    if (this.#source[this.at] !== "\\") return null;
    const letter = this.#source[this.at + 1] ?? "";
    if (letter === "p" || letter === "P") return this.#unicode(letter === "P");
    const perl = PERL_CLASSES.get(letter.toLowerCase());
    if (perl === undefined) return null;
    this.at += 2;
    return this.#negated(perl, letter < "a");
  }

  #unicode(isNegated: boolean): CodePointSet {
    const rest = this.#source.slice(this.at);
    const written = /^\\[pP](?:\{(\^?)([^}]*)\}|([^{]?))/u.exec(rest);
    if (written === null || (written[2] === undefined && rest[2] === "{")) {
      throw new PatternError("invalid character class range", rest);
    }
    const set = unicodeClass(written[2] ?? written[3]!);
    if (set === null) throw new PatternError("invalid character class range", written[0]);
    this.at += written[0].length;
    return this.#negated(set, isNegated !== (written[1] === "^"));
  }

  #posix(): CodePointSet | null {
    if (!this.#source.startsWith("[:", this.at)) return null;
    const end = this.#source.indexOf(":]", this.at + 2);
    if (end < 0) return null;
    const name = this.#source.slice(this.at + 2, end);
    const isNegated = name.startsWith("^");
    const set = POSIX_CLASSES.get(isNegated ? name.slice(1) : name);
    if (set === undefined) throw new PatternError("invalid character class range", `[:${name}:]`);
    this.at = end + 2;
    return this.#negated(set, isNegated);
  }

  #negated(set: CodePointSet, isNegated: boolean): CodePointSet {
    const folded = this.#flags.ignoreCase ? foldCase(set) : set;
    return isNegated ? complement(folded) : folded;
  }

  /** A character, or two with a hyphen between. */
  #range(classStart: number): CodePointSet {
    const start = this.at;
    const from = this.#character(classStart);
    let to = from;
    // In `[a-]` the hyphen stands for itself.
    const next = this.#source[this.at + 1];
    if (this.#source[this.at] === "-" && next !== undefined && next !== "]") {
      this.at++;
      to = this.#character(classStart);
      if (to < from) {
        throw new PatternError("invalid character class range", this.#source.slice(start, this.at));
      }
    }
    return this.#flags.ignoreCase ? foldCase([from, to]) : [from, to];
  }

  #character(classStart: number): number {
    const point = this.#source.codePointAt(this.at);
    if (point === undefined) throw new PatternError("missing closing ]", this.#source.slice(classStart));
    if (point !== 0x5c) {
      this.at += point > 0xffff ? 2 : 1;
      return point;
    }
    const escape = parseEscape(this.#source, this.at);
    this.at = escape.end;
    return escape.point;
  }
}
