/** The share of its places that a table fills before it grows. */
const FULLEST = 0.6;

/** Numbers pairs of numbers below 2^32 in the order they are first seen, from 0 on: open addressing, 12 bytes a place. */
export class PairTable {
  /** How many pairs have been seen. */
  count = 0;
  #firsts: Uint32Array;
  #seconds: Uint32Array;
  /** The row of the pair in each place plus 1; 0 where there is none. */
  #rows: Uint32Array;

  /** `room`: pairs that it takes without growing. */
  constructor(room = 64) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(8, room / FULLEST)));
    this.#firsts = new Uint32Array(places);
    this.#seconds = new Uint32Array(places);
    this.#rows = new Uint32Array(places);
  }

  /** The number of a pair; `count` is one more afterwards when it is new. */
  rowOf(first: number, second: number): number {
    const place = this.#placeOf(first, second);
    const row = this.#rows[place]!;
    if (row !== 0) return row - 1;
    this.#firsts[place] = first;
    this.#seconds[place] = second;
    this.#rows[place] = ++this.count;
    if (this.count > this.#rows.length * FULLEST) this.#grow();
    return this.count - 1;
  }

  /** Where a pair is, or belongs. */
  #placeOf(first: number, second: number): number {
    const last = this.#rows.length - 1;
    let hash = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca77);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    let place = (hash ^ (hash >>> 13)) & last;
    while (this.#rows[place] !== 0 && (this.#firsts[place] !== first || this.#seconds[place] !== second))
      place = (place + 1) & last;
    return place;
  }

  #grow(): void {
    const [firsts, seconds, rows] = [this.#firsts, this.#seconds, this.#rows];
    this.#firsts = new Uint32Array(rows.length * 2);
    this.#seconds = new Uint32Array(rows.length * 2);
    this.#rows = new Uint32Array(rows.length * 2);
    for (let old = 0; old < rows.length; old++) {
      if (rows[old] === 0) continue;
      const place = this.#placeOf(firsts[old]!, seconds[old]!);
      this.#firsts[place] = firsts[old]!;
      this.#seconds[place] = seconds[old]!;
      this.#rows[place] = rows[old]!;
    }
  }
}
