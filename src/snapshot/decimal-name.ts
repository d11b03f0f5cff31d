import type { SnapshotStrings } from "./snapshot-strings.ts";

const ZERO = 48;
/** Longer ones are not exact as a double, and no slot has such a number. */
const MOST_DIGITS = 15;

/** The number that a string consists of the digits of, such as the slot of an array; -1 for other strings. */
export function decimalOf({ bytes, starts }: SnapshotStrings, index: number): number {
  const start = starts[index]!;
  const end = starts[index + 1]!;
  if (end === start || end - start > MOST_DIGITS) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
