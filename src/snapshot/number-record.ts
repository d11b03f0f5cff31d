import type { ByteWindow } from "./byte-window.ts";
import { malformed } from "./snapshot-error.ts";

const COMMA = 44;
const CLOSE = 93;
const MINUS = 45;
const ZERO = 48;

/** Whether a byte is white space in JSON. */
export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/**
 * Takes records of numbers from a JSON array one at a time, whatever white space there is between them. Slow and
 * exact: the fast scans hand over to it near the end of what is loaded, and wherever something is unusual.
 */
export class NumberRecord {
  readonly values: Float64Array;
  readonly #signed: boolean;

  /** `signed`: numbers below zero are allowed too. */
  constructor(width: number, signed = false) {
    this.values = new Float64Array(width);
    this.#signed = signed;
  }

  /**
   * Takes the next record into `values`, or the array's closing bracket; "more" when it is not loaded yet, and then
   * nothing is taken.
   */
  next(window: ByteWindow): "record" | "end" | "more" {
    const { bytes, end } = window;
    let at = afterSpace(bytes, window.start, end);
    if (bytes[at] === CLOSE && at < end) {
      window.start = at + 1;
      return "end";
    }
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1, end);
    for (let field = 0; field < this.values.length; field++) {
      if (field > 0) {
        at = afterSpace(bytes, at, end);
        if (at >= end) return "more";
        if (bytes[at] !== COMMA) throw unexpected(window, at, "a comma");
        at = afterSpace(bytes, at + 1, end);
      }
      const isNegative = this.#signed && at < end && bytes[at] === MINUS;
      if (isNegative) at++;
      const first = at;
      let value = 0;
      for (; at < end && isDigit(bytes[at]!); at++) value = value * 10 + (bytes[at]! - ZERO);
      if (at >= end) return "more";
      if (at === first) throw unexpected(window, at, "a number");
      this.values[field] = isNegative ? -value : value;
    }
    window.start = at;
    return "record";
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < ZERO + 10;
}

function afterSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(bytes[at]!)) at++;
  return at;
}

function unexpected(window: ByteWindow, at: number, wanted: string): Error {
  const found = String.fromCharCode(window.bytes[at]!);
  return malformed(`"${found}" where ${wanted} should be`, window.base + at);
}
