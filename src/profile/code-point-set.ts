/** The last code point of Unicode. */
const LAST = 0x10ffff;

/** A set of code points as inclusive ranges, `[from, to, from, to, …]`, ascending, neither touching nor overlapping. */
export type CodePointSet = readonly number[];

/** The set of ranges in any order, which may overlap. */
export function setOf(ranges: readonly number[]): CodePointSet {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const set: number[] = [];
  for (const [from, to] of pairs) {
    if (set.length > 0 && from <= set.at(-1)! + 1) set[set.length - 1] = Math.max(set.at(-1)!, to);
    else set.push(from, to);
  }
  return set;
}

/** All code points that are not in a set. */
export function complement(set: CodePointSet): CodePointSet {
  const rest: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (next < set[i]!) rest.push(next, set[i]! - 1);
    next = set[i + 1]! + 1;
  }
  if (next <= LAST) rest.push(next, LAST);
  return rest;
}

/** A set with, for every letter in it, all letters that differ from it in case only (Unicode simple case folding). */
export function foldCase(set: CodePointSet): CodePointSet {
  const folded: number[] = [...set];
  for (const orbit of caseOrbits()) {
    if (orbit.some((point) => contains(set, point))) {
      for (const point of orbit) folded.push(point, point);
    }
  }
  return setOf(folded);
}

/** Whether a set has a code point. */
function contains(set: CodePointSet, point: number): boolean {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[2 * middle + 1]! < point) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && set[2 * low]! <= point;
}

let orbits: readonly (readonly number[])[] | null = null;

/** No letter with two cases lies beyond Adlam. */
const LAST_WITH_CASE = 0x1e943;

/** The groups of letters that differ in case only, such as k, K and the Kelvin sign; found once, in about 20 ms. */
function caseOrbits(): readonly (readonly number[])[] {
  if (orbits !== null) return orbits;
  const orbitOf = new Map<number, number[]>();
  for (let point = 0; point <= LAST_WITH_CASE; point++) {
    const text = String.fromCodePoint(point);
    for (const other of [text.toLowerCase(), text.toUpperCase()]) {
      if (other !== text) join(orbitOf, point, other);
    }
  }
  orbits = [...new Set(orbitOf.values())];
  return orbits;
}

function join(orbitOf: Map<number, number[]>, point: number, other: string): void {
  const second = other.codePointAt(0)!;
  // A case mapping to several letters, and those of the Turkish i, are no simple foldings: JavaScript's `iu` knows.
  const isOne = other.length === (second > 0xffff ? 2 : 1);
  if (!isOne || !new RegExp(`^\\u{${point.toString(16)}}$`, "iu").test(other)) return;
  const left = orbitOf.get(point) ?? [point];
  const right = orbitOf.get(second) ?? [second];
  if (left === right) return;
  left.push(...right);
  for (const one of left) orbitOf.set(one, left);
}
