import type { StackFrame } from "./heap-tree.ts";

/** Stacks kept by a table; more are added up in one row. */
const MOST_STACKS = 20_000;

/** A stack and what was counted at it, one number for each of the table's columns. */
export interface StackRow {
  readonly frames: readonly StackFrame[];
  readonly values: number[];
}

/** Where everything goes that no longer has a row of its own. */
const OVERFLOW: StackFrame = pseudoFrame("(other stacks)");

/** A frame that stands for no function of the program. */
export function pseudoFrame(name: string): StackFrame {
  return { key: name, name, file: "", startLine: 0, line: 0, column: 0 };
}

/** Values by stack. Bounded: what comes after `most` stacks is added up under `(other stacks)`. */
export class StackTable {
  readonly #columns: number;
  readonly #most: number;
  readonly #rows = new Map<string, StackRow>();

  constructor(columns: number, most: number = MOST_STACKS) {
    this.#columns = columns;
    this.#most = most;
  }

  /** The row of a stack, made when it is new. */
  row(frames: readonly StackFrame[]): StackRow {
    const key = frames.map((frame) => frame.key).join("\n");
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size >= this.#most && frames[0] !== OVERFLOW) return this.row([OVERFLOW]);
    const row: StackRow = { frames, values: Array.from({ length: this.#columns }, () => 0) };
    this.#rows.set(key, row);
    return row;
  }

  rows(): Iterable<StackRow> {
    return this.#rows.values();
  }
}
