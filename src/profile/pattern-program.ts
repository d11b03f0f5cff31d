import type { CodePointSet } from "./code-point-set.ts";
import { PatternError } from "./pattern-error.ts";
import type { Assertion, PatternNode } from "./pattern-syntax.ts";

/** Instructions a pattern may have; RE2's own memory limit is of this order. */
const MOST_INSTRUCTIONS = 100_000;

/** One step of a matcher; `next` and `other` are instructions to go on with. */
type Instruction =
  | { readonly kind: "set"; readonly set: CodePointSet; readonly next: number }
  | { readonly kind: "assertion"; readonly assertion: Assertion; readonly next: number }
  | { kind: "split"; next: number; other: number }
  | { readonly kind: "match" };

/** A pattern as a nondeterministic automaton (Thompson's construction): as long as the pattern with counts written out. */
export interface PatternProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

/** Compiles a parsed pattern. `source` is named when it is too large. */
export function compileProgram(node: PatternNode, source: string): PatternProgram {
  const compiler = new Compiler(source);
  const match = compiler.add({ kind: "match" });
  return { start: compiler.emit(node, match), instructions: compiler.instructions };
}

class Compiler {
  readonly instructions: Instruction[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  add(instruction: Instruction): number {
    if (this.instructions.length === MOST_INSTRUCTIONS) {
      throw new PatternError("expression too large", this.#source);
    }
    return this.instructions.push(instruction) - 1;
  }

  /** Emits a node that goes on with `next`, and returns where it begins. */
  emit(node: PatternNode, next: number): number {
    if (node.kind === "set") return this.add({ kind: "set", set: node.set, next });
    if (node.kind === "assertion") return this.add({ ...node, next });
    if (node.kind === "repeat") return this.#repeat(node.part, node.minimum, node.maximum, next);
    if (node.kind === "sequence") {
      return node.parts.reduceRight((after, part) => this.emit(part, after), next);
    }
    return node.options
      .map((option) => this.emit(option, next))
      .reduceRight((other, option) => this.add({ kind: "split", next: option, other }));
  }

  #repeat(part: PatternNode, minimum: number, maximum: number, next: number): number {
    let at = maximum === Infinity ? this.#loop(part, next) : next;
    if (maximum !== Infinity) {
      for (let i = minimum; i < maximum; i++) {
        at = this.add({ kind: "split", next: this.emit(part, at), other: next });
      }
    }
    for (let i = 0; i < minimum; i++) at = this.emit(part, at);
    return at;
  }

  #loop(part: PatternNode, next: number): number {
    const split: Instruction = { kind: "split", next, other: next };
    const at = this.add(split);
    split.next = this.emit(part, at);
    return at;
  }
}
