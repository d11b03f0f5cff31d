import type { SourceText, TextPosition } from "./source-text.ts";
import { tokenize } from "./tokenizer.ts";
import { TOKEN, type Tokens } from "./tokens.ts";
import { beforeTypeArguments, colonBeforeType } from "./type-annotation.ts";

/** One function of a file. Numbers are tokens. */
export interface FunctionSpan {
  /** As written or, for a function value, the variable or property it is given to; null when it has no name. */
  readonly name: string | null;
  /** The `(` of the parameters; the parameter itself for `x => …`. */
  readonly parameters: number;
  /** First token of the body: its `{`, or the expression of an arrow function. */
  readonly bodyStart: number;
  /** Last token of the body. */
  readonly bodyEnd: number;
}

/** One class of a file; `open` and `close` are the tokens of its braces. */
export interface ClassSpan {
  readonly name: string | null;
  readonly open: number;
  readonly close: number;
}

const BEFORE_ARROW = new Set("async return default yield await of in typeof void case else do".split(" "));

const DECLARES = new Set("const let var static readonly private public protected override".split(" "));

const STATEMENTS = new Set(["if", "for", "while", "switch", "with", "catch", "await"]);

/**
 * The functions and classes of a JavaScript or TypeScript file, read from its tokens without a parser. Enough to say
 * in which function a line lies and what that function takes; it never fails, and is right for code that compiles.
 */
export class Outline {
  readonly source: SourceText;
  readonly tokens: Tokens;
  readonly functions: readonly FunctionSpan[];
  readonly classes: readonly ClassSpan[];

  constructor(source: SourceText) {
    this.source = source;
    this.tokens = tokenize(source.text);
    const functions: FunctionSpan[] = [];
    const classes: ClassSpan[] = [];
    for (let token = 0; token < this.tokens.count; token++) {
      const found = this.#functionAt(token);
      if (found) functions.push(found);
      const opened = this.#classAt(token);
      if (opened) classes.push(opened);
    }
    this.functions = functions;
    this.classes = classes;
  }

  /** The functions around a token, innermost first. */
  functionsAround(token: number): readonly FunctionSpan[] {
    return this.functions
      .filter((span) => span.bodyStart <= token && token <= span.bodyEnd)
      .toSorted((a, b) => b.bodyStart - a.bodyStart);
  }

  /**
   * Whether a place lies in the function that V8 says begins at `start`, at its parameters. All numbers are 1-based. Where
   * no function begins just there, as a source map may be coarse, the only one that begins on its line is meant.
   */
  isWithin(place: TextPosition, start: TextPosition): boolean {
    const from = ({ parameters }: FunctionSpan): number => this.tokens.start(parameters);
    const offset = this.source.offset(start.line, start.column);
    const onLine = this.functions.filter((span) => this.source.position(from(span)).line === start.line);
    const begun =
      onLine.find((span) => from(span) === offset) ?? (onLine.length === 1 ? onLine[0] : undefined);
    const at = this.source.offset(place.line, place.column);
    return begun !== undefined && at !== null && from(begun) <= at && at <= this.tokens.end(begun.bodyEnd);
  }

  /** The innermost class around a token; null when there is none. */
  classAround(token: number): ClassSpan | null {
    return this.classes.findLast((span) => span.open < token && token < span.close) ?? null;
  }

  #functionAt(token: number): FunctionSpan | null {
    if (this.tokens.is(token, "=>")) return this.#arrowAt(token);
    if (!this.tokens.is(token, "{") || this.tokens.is(token - 1, "=>")) return null;
    const close = this.#parametersBefore(token);
    const open = this.tokens.pair(close);
    const bodyEnd = this.tokens.pair(token);
    if (close < 0 || open < 0 || bodyEnd < 0) return null;
    const head = beforeTypeArguments(this.tokens, open - 1);
    const name = this.#nameOfHead(head);
    return name === undefined ? null : { name, parameters: open, bodyStart: token, bodyEnd };
  }

  #arrowAt(arrow: number): FunctionSpan | null {
    const { tokens } = this;
    const open = this.#arrowParameters(arrow);
    if (open < 0) return null;
    const braced = tokens.is(arrow + 1, "{");
    const bodyEnd = braced ? tokens.pair(arrow + 1) : this.#expressionEnd(arrow + 1);
    if (bodyEnd < 0) return null;
    const name = this.#nameOfValue(beforeTypeArguments(tokens, open - 1));
    return { name, parameters: open, bodyStart: arrow + 1, bodyEnd };
  }

  /** The `(` of an arrow function's parameters, or its one bare parameter; -1 when there is neither. */
  #arrowParameters(arrow: number): number {
    const { tokens } = this;
    const open = tokens.pair(this.#parametersBefore(arrow));
    const word = tokens.word(beforeTypeArguments(tokens, open - 1));
    // `test ? call(x) : y => …` is not a return type: no name stands before the parameters of an arrow function.
    if (open >= 0 && (word === null || BEFORE_ARROW.has(word))) return open;
    return tokens.word(arrow - 1) === null ? -1 : arrow - 1;
  }

  /** The `)` of the parameters that end before `token`, over a return type; -1 when no parameters end there. */
  #parametersBefore(token: number): number {
    if (this.tokens.is(token - 1, ")")) return token - 1;
    const colon = colonBeforeType(this.tokens, token - 1);
    const typed = colon > 0 && colon < token - 1 && this.tokens.is(colon - 1, ")");
    return typed ? colon - 1 : -1;
  }

  /** The name of the function whose parameters follow `head`; undefined when it is a statement like `if (…) {`. */
  #nameOfHead(head: number): string | null | undefined {
    const { tokens } = this;
    const word = tokens.word(head);
    if (word === "function") return this.#nameOfValue(head - 1);
    if (tokens.is(head, "*") && tokens.is(head - 1, "function")) return this.#nameOfValue(head - 2);
    if (word !== null) return STATEMENTS.has(word) || tokens.is(head - 1, "new") ? undefined : word;
    if (tokens.kind(head) === TOKEN.string) return tokens.slice(head).slice(1, -1);
    if (tokens.is(head, "]")) return tokens.slice(tokens.pair(head), head);
    return undefined;
  }

  /** The variable or property that a value beginning after `before` is given to; null when it is given to none. */
  #nameOfValue(before: number): string | null {
    const { tokens } = this;
    const token = tokens.is(before, "async") ? before - 1 : before;
    if (tokens.is(token, ":")) {
      const isMember = tokens.is(token - 2, "{") || tokens.is(token - 2, ",");
      return isMember ? tokens.word(token - 1) : null;
    }
    if (!["=", "||=", "??="].some((sign) => tokens.is(token, sign))) return null;
    return this.#assignedName(token - 1);
  }

  /** The last name of what is assigned to, its type annotation left out; `last` is the token before the `=`. */
  #assignedName(last: number): string | null {
    const { tokens } = this;
    let base = last;
    while (tokens.is(base - 1, ".")) base -= 2;
    const simple = tokens.kind(last) === TOKEN.word;
    if (simple && ![":", "|", "&"].some((sign) => tokens.is(base - 1, sign))) return tokens.word(last);
    const colon = colonBeforeType(tokens, last);
    if (colon < 0 || !(simple || DECLARES.has(tokens.word(colon - 2) ?? ""))) return null;
    return tokens.word(colon - 1);
  }

  #classAt(token: number): ClassSpan | null {
    const { tokens } = this;
    if (!tokens.is(token, "class") || tokens.is(token - 1, ".") || tokens.is(token - 1, "?.")) return null;
    let open = token + 1;
    for (let angles = 0; open < tokens.count && !(angles === 0 && tokens.is(open, "{")); open++) {
      if (tokens.is(open, "<")) angles++;
      else if (tokens.is(open, ">")) angles--;
      else if (tokens.pair(open) > open) open = tokens.pair(open);
      else if (angles === 0 && [";", "=", ":"].some((sign) => tokens.is(open, sign))) return null;
    }
    const close = tokens.pair(open);
    if (close < 0) return null;
    const word = tokens.word(token + 1);
    const named = word !== null && word !== "extends" && word !== "implements";
    return { name: named ? word : this.#nameOfValue(token - 1), open, close };
  }

  /** The last token of an expression: before the comma, semicolon or closing bracket that ends it, or its last line. */
  #expressionEnd(first: number): number {
    const { tokens } = this;
    for (let token = first; token < tokens.count; token++) {
      if (token > first && tokens.startsLine(token) && this.#endsBefore(token)) return token - 1;
      if (tokens.is(token, ",") || tokens.is(token, ";")) return token - 1;
      const pair = tokens.pair(token);
      if (pair > token) token = pair;
      else if ([")", "]", "}"].some((close) => tokens.is(token, close))) return token - 1;
    }
    return tokens.count - 1;
  }

  /** Whether a semicolon is inserted before this token, the first of its line. */
  #endsBefore(token: number): boolean {
    const { tokens } = this;
    const continues = tokens.kind(token) === TOKEN.punct && !tokens.is(token, "{") && !tokens.is(token, "}");
    const joins = tokens.is(token, "in") || tokens.is(token, "instanceof");
    const open =
      tokens.kind(token - 1) === TOKEN.punct && ![")", "]", "}"].some((c) => tokens.is(token - 1, c));
    return !continues && !joins && !open;
  }
}
