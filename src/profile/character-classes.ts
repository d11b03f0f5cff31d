import type { CodePointSet } from "./code-point-set.ts";

/**
 * The characters of a pattern in classes that no set of it tells apart: the alphabet of its automaton, a few dozen
 * where Unicode has a million.
 */
export class CharacterClasses {
  readonly count: number;
  /** First code points of runs of one class, ascending, from 0. */
  readonly #starts: Uint32Array;
  readonly #classes: Uint32Array;
  readonly #ascii = new Uint32Array(128);

  constructor(sets: readonly CodePointSet[]) {
    const edges = new Set([0]);
    for (const set of sets) for (let i = 0; i < set.length; i++) edges.add(set[i]! + (i & 1));
    this.#starts = Uint32Array.from(edges).sort();
    this.#classes = new Uint32Array(this.#starts.length);
    let count = 1;
    for (const set of sets) count = this.#refine(set, count);
    this.count = count;
    for (let point = 0; point < 128; point++) this.#ascii[point] = this.#classes[this.#run(point)]!;
  }

  /** The class of a code point. */
  of(point: number): number {
    return point < 128 ? this.#ascii[point]! : this.#classes[this.#run(point)]!;
  }

  /** For each class, 1 where it is in a set that the classes were made for. */
  members(set: CodePointSet): Uint8Array {
    const members = new Uint8Array(this.count);
    this.#eachRun(set, (run) => {
      members[this.#classes[run]!] = 1;
    });
    return members;
  }

  /** Splits every class that a set has a part of. Class numbers without runs may remain; they cost nothing but a column. */
  #refine(set: CodePointSet, count: number): number {
    const inside = new Map<number, number>();
    let next = count;
    this.#eachRun(set, (run) => {
      const old = this.#classes[run]!;
      let split = inside.get(old);
      if (split === undefined) {
        split = next++;
        inside.set(old, split);
      }
      this.#classes[run] = split;
    });
    return next;
  }

  #eachRun(set: CodePointSet, visit: (run: number) => void): void {
    for (let i = 0; i < set.length; i += 2) {
      for (let run = this.#run(set[i]!); this.#starts[run]! <= set[i + 1]!; run++) visit(run);
    }
  }

  #run(point: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= point) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
