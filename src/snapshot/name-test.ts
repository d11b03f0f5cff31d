import type { SnapshotStrings } from "./snapshot-strings.ts";

const YES = 1;
const NO = 2;

/** A question to the strings of a snapshot by their index, asked of each text once. One byte a string. */
export class NameTest {
  readonly #strings: SnapshotStrings;
  readonly #test: (text: string) => boolean;
  readonly #answers: Uint8Array;

  constructor(strings: SnapshotStrings, test: (text: string) => boolean) {
    this.#strings = strings;
    this.#test = test;
    this.#answers = new Uint8Array(strings.count);
  }

  of(index: number): boolean {
    const known = this.#answers[index];
    if (known === YES || known === NO) return known === YES;
    const is = this.#test(this.#strings.get(index));
    this.#answers[index] = is ? YES : NO;
    return is;
  }
}
