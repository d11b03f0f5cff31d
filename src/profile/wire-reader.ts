import { ProfileFormatError } from "./format-error.ts";
import type { Sections } from "./sections.ts";

/** Protobuf wire types that profile.proto and its unknown fields can have; groups (3, 4) are refused. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const TWO_32 = 4294967296;

/**
 * A cursor over protobuf bytes. Every read is given the end of the message it is in and never passes it.
 * A varint is left in `lo` and `hi`, its two 32-bit halves as signed integers, so no 64-bit value is ever rounded.
 * Encoding: protobuf.dev/programming-guides/encoding.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  at = 0;
  lo = 0;
  hi = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next field's tag, `field * 8 + wire type`. */
  tag(end: number): number {
    const start = this.at;
    const tag = this.varint(end);
    if (this.hi !== 0 || tag < 8) {
      throw new ProfileFormatError(
        "malformed",
        `field number 0 or above 2^29 where a field should begin`,
        start,
      );
    }
    return tag;
  }

  /** Reads a varint into `lo` and `hi` and returns it as an unsigned number, exact up to 2^53. */
  varint(end: number): number {
    const { bytes, at } = this;
    // Nearly every varint of a profile has at most four bytes.
    if (at + 4 > end) return this.#long(end);
    const first = bytes[at]!;
    if (first < 0x80) return this.#short(at + 1, first);
    const second = bytes[at + 1]!;
    const low = (first & 0x7f) | ((second & 0x7f) << 7);
    if (second < 0x80) return this.#short(at + 2, low);
    const third = bytes[at + 2]!;
    if (third < 0x80) return this.#short(at + 3, low | (third << 14));
    const fourth = bytes[at + 3]!;
    if (fourth < 0x80) return this.#short(at + 4, low | ((third & 0x7f) << 14) | (fourth << 21));
    return this.#long(end);
  }

  /** Reads the length of a nested message or string and returns the offset where it ends. */
  span(end: number): number {
    const start = this.at;
    const length = this.varint(end);
    if (length > end - this.at) {
      throw new ProfileFormatError(
        "truncated",
        `a field of ${length} bytes where only ${end - this.at} are left`,
        start,
      );
    }
    return this.at + length;
  }

  /**
   * Passes over a field this reader does not use. `known` is the highest field number of the message: a field up to
   * it that gets here has the wrong wire type.
   */
  skip(tag: number, end: number, known: number): void {
    const type = tag & 7;
    const start = this.at;
    if (tag >>> 3 <= known) {
      throw new ProfileFormatError("malformed", `field ${tag >>> 3} has wire type ${type}`, start);
    }
    if (type === VARINT) this.varint(end);
    else if (type === FIXED64) this.at += 8;
    else if (type === BYTES) this.at = this.span(end);
    else if (type === FIXED32) this.at += 4;
    else throw new ProfileFormatError("malformed", `wire type ${type}, allowed are 0, 1, 2 and 5`, start);
    if (this.at > end) throw new ProfileFormatError("truncated", "a field runs past the end", start);
  }

  /** Reads an index into a table of `count` entries; `what` names one of them. */
  index(end: number, count: number, what: string): number {
    const start = this.at;
    const index = this.varint(end);
    if (index >= count) {
      throw new ProfileFormatError("inconsistent", `${what} ${index} of a table of ${count}`, start);
    }
    return index;
  }

  /** The newest varint as a signed 64-bit integer. */
  bigint(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo >>> 0);
  }

  #short(at: number, value: number): number {
    this.at = at;
    this.lo = value;
    this.hi = 0;
    return value;
  }

  #long(end: number): number {
    const bytes = this.bytes;
    const start = this.at;
    let lo = 0;
    let hi = 0;
    for (let i = 0; i < 10; i++) {
      const at = start + i;
      if (at >= end) throw new ProfileFormatError("truncated", "a number is cut off", start);
      const byte = bytes[at]!;
      const bits = byte & 0x7f;
      if (i < 5) lo |= bits << (7 * i);
      if (i === 4) hi = bits >>> 4;
      if (i > 4) hi |= bits << (7 * i - 32);
      if (byte < 0x80) {
        this.at = at + 1;
        this.lo = lo;
        this.hi = hi;
        return (hi >>> 0) * TWO_32 + (lo >>> 0);
      }
    }
    throw new ProfileFormatError("malformed", "a number of more than 10 bytes", start);
  }
}

/** Calls `visit` at the content of every length-delimited field with the given tag, and passes over the others. */
export function eachField(
  bytes: Uint8Array,
  tag: number,
  sections: Sections,
  visit: (reader: WireReader, end: number) => void,
): void {
  const { start, end } = sections.of(tag);
  const reader = new WireReader(bytes);
  reader.at = start;
  while (reader.at < end) {
    const found = reader.tag(end);
    if (found === tag) visit(reader, reader.span(end));
    else reader.skip(found, end, 0);
  }
}
