/** Edges between numbered nodes while a graph is counted: a hash table in columns, found by both ends. */
export class EdgeTable {
  count = 0;
  from: Uint32Array = new Uint32Array(FIRST);
  to: Uint32Array = new Uint32Array(FIRST);
  values: Float64Array = new Float64Array(FIRST);
  divisors: Float64Array = new Float64Array(FIRST);
  /** `RESIDUAL` and `OUTLINED` or'ed. */
  flags: Uint8Array = new Uint8Array(FIRST);
  /** The last sample that went along the edge, plus one. */
  seen: Uint32Array = new Uint32Array(FIRST);
  /** Row plus one by hash, 0 for an empty slot. */
  #slots = new Uint32Array(FIRST * 4);

  /** The row of an edge, made when there is none yet. */
  row(from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(from, to) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (this.from[row] === from && this.to[row] === to) return row;
    }
    if (this.count === this.from.length) {
      this.#grow();
      return this.row(from, to);
    }
    const row = this.count++;
    this.from[row] = from;
    this.to[row] = to;
    this.#slots[slot] = row + 1;
    return row;
  }

  #grow(): void {
    const rows = this.count * 2;
    this.from = grown(this.from, new Uint32Array(rows));
    this.to = grown(this.to, new Uint32Array(rows));
    this.values = grown(this.values, new Float64Array(rows));
    this.divisors = grown(this.divisors, new Float64Array(rows));
    this.flags = grown(this.flags, new Uint8Array(rows));
    this.seen = grown(this.seen, new Uint32Array(rows));
    this.#slots = new Uint32Array(rows * 4);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.count; row++) {
      let slot = hash(this.from[row]!, this.to[row]!) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

/** Frames between the ends were left out for some sample. */
export const RESIDUAL = 1;
/** Some sample's call was not inlined. */
export const OUTLINED = 2;

const FIRST = 1024;

function hash(from: number, to: number): number {
  const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function grown<Column extends Uint32Array | Float64Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
