import { ClassParser, type PatternFlags } from "./pattern-class.ts";
import { complement, foldCase, setOf } from "./code-point-set.ts";
import { parseEscape } from "./pattern-escape.ts";
import { PatternError } from "./pattern-error.ts";
import type { Assertion, PatternNode } from "./pattern-syntax.ts";

/** Groups within groups, at most; RE2 has the same limit. */
const DEEPEST = 1000;
/** The largest count in `{n,m}`, nested ones multiplied. */
const MOST_REPEATS = 1000;

/**
 * Parses a regular expression of RE2's syntax (github.com/google/re2/wiki/Syntax), as Go's regexp package does with its
 * usual flags: same language, same errors. Throws PatternError.
 */
export function parsePattern(source: string): PatternNode {
  return new PatternParser(source).parse();
}

/** One alternative being read: its parts, and the text of the repetition just before, which must not be repeated. */
interface Sequence {
  readonly parts: PatternNode[];
  repeated: string;
}

class PatternParser {
  readonly #source: string;
  #at = 0;
  #flags: PatternFlags = { ignoreCase: false, multiline: false, dotAll: false };

  constructor(source: string) {
    this.#source = source;
  }

  parse(): PatternNode {
    const node = this.#choice(0);
    if (this.#at < this.#source.length) throw new PatternError("unexpected )", this.#source);
    return node;
  }

  #choice(depth: number): PatternNode {
    if (depth > DEEPEST) throw new PatternError("expression nests too deeply", this.#source);
    const options: PatternNode[] = [this.#sequence(depth)];
    while (this.#source[this.#at] === "|") {
      this.#at++;
      options.push(this.#sequence(depth));
    }
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  }

  #sequence(depth: number): PatternNode {
    const sequence: Sequence = { parts: [], repeated: "" };
    for (;;) {
      const char = this.#source[this.#at];
      if (char === undefined || char === "|" || char === ")") break;
      const repeated = sequence.repeated;
      sequence.repeated = "";
      if (char === "*" || char === "+" || char === "?") this.#simpleRepeat(sequence, repeated);
      else if (char !== "{" || !this.#countedRepeat(sequence, repeated)) this.#atom(sequence.parts, depth);
    }
    return sequence.parts.length === 1 ? sequence.parts[0]! : { kind: "sequence", parts: sequence.parts };
  }

  #atom(parts: PatternNode[], depth: number): void {
    const char = this.#source[this.#at]!;
    if (char === "(") this.#group(parts, depth);
    else if (char === "[") parts.push(this.#class());
    else if (char === "\\") this.#escape(parts);
    else if (char === ".") this.#one(parts, this.#dot());
    else if (char === "^") this.#one(parts, assertion(this.#flags.multiline ? "line start" : "text start"));
    else if (char === "$") this.#one(parts, assertion(this.#flags.multiline ? "line end" : "text end"));
    else {
      const point = this.#source.codePointAt(this.#at)!;
      this.#at += point > 0xffff ? 2 : 1;
      parts.push(this.#literal(point));
    }
  }

  #one(parts: PatternNode[], node: PatternNode): void {
    this.#at++;
    parts.push(node);
  }

  #dot(): PatternNode {
    return { kind: "set", set: this.#flags.dotAll ? complement([]) : complement([0x0a, 0x0a]) };
  }

  #literal(point: number): PatternNode {
    const set = setOf([point, point]);
    return { kind: "set", set: this.#flags.ignoreCase ? foldCase(set) : set };
  }

  #class(): PatternNode {
    const parser = new ClassParser(this.#source, this.#at, this.#flags);
    const set = parser.bracketed();
    this.#at = parser.at;
    return { kind: "set", set };
  }

  #escape(parts: PatternNode[]): void {
    const next = this.#source[this.#at + 1];
    const asserted = ASSERTING_ESCAPES.get(next ?? "");
    if (asserted !== undefined) {
      this.#at += 2;
      parts.push(assertion(asserted));
    } else if (next === "C") throw new PatternError("invalid escape sequence", "\\C");
    else if (next === "Q") this.#quoted(parts);
    else {
      const parser = new ClassParser(this.#source, this.#at, this.#flags);
      const set = parser.escaped();
      if (set === null) {
        const { point, end } = parseEscape(this.#source, this.#at);
        this.#at = end;
        parts.push(this.#literal(point));
      } else {
        this.#at = parser.at;
        parts.push({ kind: "set", set });
      }
    }
  }

  #quoted(parts: PatternNode[]): void {
    const end = this.#source.indexOf("\\E", this.#at + 2);
    const text = this.#source.slice(this.#at + 2, end < 0 ? undefined : end);
    for (const char of text) parts.push(this.#literal(char.codePointAt(0)!));
    this.#at = end < 0 ? this.#source.length : end + 2;
  }

  #group(parts: PatternNode[], depth: number): void {
    const outer = this.#flags;
    this.#at++;
    // Flags alone, `(?i)`, hold until the end of the group around them.
    if (this.#source[this.#at] === "?" && !this.#groupHead(this.#at - 1)) return;
    const node = this.#choice(depth + 1);
    if (this.#source[this.#at] !== ")") throw new PatternError("missing closing )", this.#source);
    this.#at++;
    this.#flags = outer;
    parts.push(node);
  }

  /** Reads what follows `(` up to the content of the group; false when there is none because it only sets flags. */
  #groupHead(start: number): boolean {
    const rest = this.#source.slice(start);
    const named = /^\(\?(?:P<|<(?![=!]))/.exec(rest);
    if (named !== null && rest.length > named[0].length) {
      const end = rest.indexOf(">");
      if (end < 0) throw new PatternError("invalid named capture", rest);
      if (!/^\w+$/.test(rest.slice(named[0].length, end))) {
        throw new PatternError("invalid named capture", rest.slice(0, end + 1));
      }
      this.#at = start + end + 1;
      return true;
    }
    const flags = /^\(\?([imsU]*)(-[imsU]+)?([:)])/.exec(rest);
    if (flags === null) {
      const fault = /^\(\?[imsU]*(?:-[imsU]*)?[^]?/u.exec(rest)![0];
      throw new PatternError("invalid or unsupported Perl syntax", fault);
    }
    this.#flags = withFlags(withFlags(this.#flags, flags[1]!, true), flags[2] ?? "", false);
    this.#at = start + flags[0].length;
    return flags[3] === ":";
  }

  #simpleRepeat(sequence: Sequence, repeated: string): void {
    const operator = this.#source[this.#at]!;
    const start = this.#at++;
    const [minimum, maximum] = operator === "+" ? [1, Infinity] : [0, operator === "*" ? Infinity : 1];
    this.#repeat(sequence, { start, minimum, maximum }, repeated);
  }

  /** Reads `{n}`, `{n,}` or `{n,m}`; false when the brace does not begin one and so stands for itself. */
  #countedRepeat(sequence: Sequence, repeated: string): boolean {
    const counts = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(this.#source.slice(this.#at));
    if (counts === null) return false;
    const minimum = Number(counts[1]);
    const maximum =
      counts[2] === undefined ? minimum : counts[3] === undefined ? Infinity : Number(counts[3]);
    const tooMany = minimum > MOST_REPEATS || (maximum !== Infinity && maximum > MOST_REPEATS);
    if (tooMany || minimum > maximum) throw new PatternError("invalid repeat count", counts[0]);
    const start = this.#at;
    this.#at += counts[0].length;
    this.#repeat(sequence, { start, minimum, maximum }, repeated);
    return true;
  }

  #repeat(
    sequence: Sequence,
    { start, minimum, maximum }: { start: number; minimum: number; maximum: number },
    repeated: string,
  ): void {
    if (this.#source[this.#at] === "?") this.#at++;
    const operator = this.#source.slice(start, this.#at);
    if (repeated !== "") throw new PatternError("invalid nested repetition operator", repeated + operator);
    const part = sequence.parts.pop();
    if (part === undefined) throw new PatternError("missing argument to repetition operator", operator);
    const node: PatternNode = { kind: "repeat", part, minimum, maximum };
    const isCounted = minimum >= 2 || (maximum !== Infinity && maximum >= 2);
    if (isCounted && !repeatsWithin(node, MOST_REPEATS))
      throw new PatternError("invalid repeat count", operator);
    sequence.parts.push(node);
    sequence.repeated = operator;
  }
}

const ASSERTING_ESCAPES: ReadonlyMap<string, Assertion> = new Map([
  ["A", "text start"],
  ["z", "text end"],
  ["b", "word edge"],
  ["B", "no word edge"],
]);

function assertion(asserted: Assertion): PatternNode {
  return { kind: "assertion", assertion: asserted };
}

function withFlags(flags: PatternFlags, letters: string, value: boolean): PatternFlags {
  return {
    ignoreCase: letters.includes("i") ? value : flags.ignoreCase,
    multiline: letters.includes("m") ? value : flags.multiline,
    dotAll: letters.includes("s") ? value : flags.dotAll,
  };
}

/** Whether counts of repetitions within each other multiply to no more than `most`. */
function repeatsWithin(node: PatternNode, most: number): boolean {
  if (node.kind === "sequence") return node.parts.every((part) => repeatsWithin(part, most));
  if (node.kind === "choice") return node.options.every((option) => repeatsWithin(option, most));
  if (node.kind !== "repeat") return true;
  const { part, minimum, maximum } = node;
  // `*`, `+` and `?` multiply nothing: the same pattern spelled with counts does.
  if (maximum === 0) return true;
  const count = maximum === Infinity ? minimum : maximum;
  if (count <= 1) return repeatsWithin(part, most);
  return count <= most && repeatsWithin(part, Math.trunc(most / count));
}
