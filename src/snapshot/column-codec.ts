/**
 * How a column of 32-bit numbers is packed. Columns of a snapshot are full of sequences, repetitions and a few very
 * common values, so a value is one byte: what it has to do with the ones before it, or its place in a table of the
 * most common ones; what is neither follows in one to four bytes.
 */
const CODE = {
  /** One more than the largest value before. */
  next: 0,
  /** The value before, and one more than that. */
  same: 1,
  successor: 2,
  /** A difference to the value before, zigzag, in one byte and in two. */
  delta8: 3,
  delta16: 4,
  literal24: 5,
  literal32: 6,
  /** The first entry of the table of common values. */
  common: 7,
} as const;

const COMMON_VALUES = 256 - CODE.common;
/** Values that are looked at to find the common ones. */
const SAMPLED = 1 << 18;
const PIECE = 1 << 20;

/** A column packed: the table of common values, one code a value, and the bytes of those that have more. */
export interface PackedColumn {
  readonly common: Uint32Array;
  readonly codes: Uint8Array;
  readonly extra: Uint8Array;
}

/**
 * Packs a column, of each value the bits in `mask`; 5 bytes a value at worst, little more than one for what snapshots
 * hold.
 */
export function packColumn(values: Uint32Array, mask = 0xffff_ffff): PackedColumn {
  const common = commonValues(values, mask);
  const places = placesOf(common);
  const codes = new Uint8Array(values.length);
  const extra = new GrowingBytes();
  let largest = -1;
  let before = 0;
  for (let row = 0; row < values.length; row++) {
    const value = (values[row]! & mask) >>> 0;
    const place = places[slotOf(value)]! - 1;
    // First, though repetitions are as short: where every code is of one kind, whoever reads has nothing to guess.
    if (place >= 0 && common[place] === value) codes[row] = CODE.common + place;
    else if (value === largest + 1) codes[row] = CODE.next;
    else if (value === before) codes[row] = CODE.same;
    else if (value === before + 1) codes[row] = CODE.successor;
    else codes[row] = packOther(value, before, extra);
    if (value > largest) largest = value;
    before = value;
  }
  return { common, codes, extra: extra.finish() };
}

/** For each slot the place plus 1 of the most common value that falls into it; 0 for none. */
function placesOf(common: Uint32Array): Uint16Array {
  const places = new Uint16Array(1 << 16);
  for (let place = common.length - 1; place >= 0; place--) places[slotOf(common[place]!)] = place + 1;
  return places;
}

function slotOf(value: number): number {
  return (value ^ (value >>> 16)) & 0xffff;
}

function packOther(value: number, before: number, extra: GrowingBytes): number {
  const delta = value - before;
  const zigzag = delta < 0 ? -delta * 2 - 1 : delta * 2;
  if (zigzag < 2 ** 8) return extra.push(zigzag, 1, CODE.delta8);
  if (zigzag < 2 ** 16) return extra.push(zigzag, 2, CODE.delta16);
  return value < 2 ** 24 ? extra.push(value, 3, CODE.literal24) : extra.push(value, 4, CODE.literal32);
}

/** Unpacks a column; throws a RangeError when the bytes do not belong together. */
export function unpackColumn({ common, codes, extra }: PackedColumn): Uint32Array {
  const values = new Uint32Array(codes.length);
  let largest = -1;
  let before = 0;
  let at = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= CODE.common) before = common[code - CODE.common]!;
    else if (code === CODE.next) before = largest + 1;
    else if (code === CODE.successor) before++;
    else if (code === CODE.delta8) before += unzigzag(extra[at++]!);
    else if (code === CODE.delta16) {
      before += unzigzag(extra[at]! | (extra[at + 1]! << 8));
      at += 2;
    } else if (code === CODE.literal24) {
      before = extra[at]! | (extra[at + 1]! << 8) | (extra[at + 2]! << 16);
      at += 3;
    } else if (code === CODE.literal32) {
      before = (extra[at]! | (extra[at + 1]! << 8) | (extra[at + 2]! << 16) | (extra[at + 3]! << 24)) >>> 0;
      at += 4;
    }
    values[row] = before;
    if (before > largest) largest = before;
  }
  if (at !== extra.length) throw new RangeError(`${extra.length - at} bytes left over`);
  return values;
}

function unzigzag(zigzag: number): number {
  return (zigzag & 1) === 1 ? -((zigzag + 1) >>> 1) : zigzag >>> 1;
}

/** The most common values among some that are spread over the column. */
function commonValues(values: Uint32Array, mask: number): Uint32Array {
  const counts = new Map<number, number>();
  const step = Math.max(1, Math.floor(values.length / SAMPLED));
  for (let row = 0; row < values.length; row += step) {
    const value = (values[row]! & mask) >>> 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const repeated = [...counts].filter(([, count]) => count > 1).toSorted((a, b) => b[1] - a[1]);
  return Uint32Array.from(repeated.slice(0, COMMON_VALUES), ([value]) => value);
}

class GrowingBytes {
  #bytes = new Uint8Array(PIECE);
  #length = 0;

  /** Appends the low bytes of a value and returns `code`. */
  push(value: number, bytes: number, code: number): number {
    if (this.#length + bytes > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (let i = 0; i < bytes; i++) this.#bytes[this.#length++] = value >>> (8 * i);
    return code;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
