import type { Int64Column } from "./int64-column.ts";

/** Protobuf bytes being written, in a buffer that doubles. */
export class WireWriter {
  #bytes = new Uint8Array(1 << 12);
  #at = 0;

  /** The bytes so far, a view of the writer's buffer. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** A varint from the two halves of a 64-bit integer. */
  varint(low: number, high: number): void {
    let lo = low >>> 0;
    let hi = high >>> 0;
    this.#reserve(10);
    while (hi !== 0 || lo > 0x7f) {
      this.#bytes[this.#at++] = (lo & 0x7f) | 0x80;
      lo = ((lo >>> 7) | (hi << 25)) >>> 0;
      hi >>>= 7;
    }
    this.#bytes[this.#at++] = lo;
  }

  /** A field of a small unsigned number; left out when 0, which is what a missing field means. */
  small(tag: number, value: number): void {
    if (value === 0) return;
    this.varint(tag, 0);
    this.varint(value, 0);
  }

  /** A field of a row of a column; left out when 0. */
  row(tag: number, column: Int64Column, row: number): void {
    if (column.isZero(row)) return;
    this.varint(tag, 0);
    this.varint(column.lo[row]!, column.hi[row]!);
  }

  /** A field of a 64-bit integer; left out when 0. */
  bigint(tag: number, value: bigint): void {
    if (value === 0n) return;
    this.varint(tag, 0);
    this.varint(Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  /** A string or other run of bytes; written even when empty. */
  bytes(tag: number, value: Uint8Array): void {
    this.varint(tag, 0);
    this.varint(value.length, 0);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** A nested message, which `write` writes; its length is put before it when it is known. */
  nested(tag: number, write: () => void): void {
    this.varint(tag, 0);
    const start = this.#at;
    write();
    const length = this.#at - start;
    this.varint(length, 0);
    const width = this.#at - start - length;
    const prefix = this.#bytes.slice(this.#at - width, this.#at);
    this.#bytes.copyWithin(start + width, start, start + length);
    this.#bytes.set(prefix, start);
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.written);
    this.#bytes = larger;
  }
}
