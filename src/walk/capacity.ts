import { namesOf, ownValue, slotsOf, types } from "./native.ts";
import type { Capacity } from "./paths.ts";

const capacityName =
  /^[_#]?(?:max|limit|cap|capacity|bound)$|^[_#]?max[_A-Z]|(?:limit|capacity|cap)$|^MAX|LIMIT$|CAPACITY$/i;
/** Names of limits on something else than the number of entries. */
const otherLimit =
  /listeners|age|ttl|ms$|time|delay|retries|attempts|depth|length$|bytes|header|body|payload|redirect|socket|memory|buffer|chunk/i;

/** Whether a field of this name says how many entries a collection may have. */
export function isCapacityName(name: string): boolean {
  return capacityName.test(name) && !otherLimit.test(name);
}

/** A numeric limit among the named values beside a collection: what a bounded cache keeps its maximum in. */
export function capacityAmong(values: Iterable<readonly [name: string, value: unknown]>): Capacity | null {
  for (const [name, value] of values)
    if (typeof value === "number" && Number.isInteger(value) && value > 1 && isCapacityName(name))
      return { name, value };
  return null;
}

/**
 * The number of slots of a table that is made for so many entries: two typed arrays or more and an array, all of one length,
 * which link the entries in the order of their use. The maximum itself may go by a name that says nothing, as in minified code.
 */
export function slotsAmong(values: Iterable<readonly [name: string, value: unknown]>): Capacity | null {
  const typed = new Map<number, number>();
  const plain = new Set<number>();
  for (const [, value] of values)
    if (types.isTypedArray(value)) {
      const length = slotsOf(value);
      typed.set(length, (typed.get(length) ?? 0) + 1);
    } else if (Array.isArray(value) && !types.isProxy(value)) plain.add(value.length);
  for (const [length, arrays] of typed)
    if (length > 1 && arrays > 1 && plain.has(length)) return { name: "slots", value: length };
  return null;
}

/** The own numeric fields of an object, and of the options object it may keep. */
export function* numericFields(
  object: object,
  names: readonly string[],
): Generator<readonly [string, unknown]> {
  for (const key of names) {
    const value = ownValue(object, key);
    if (typeof value === "number") yield [key, value];
    else if (
      /^_?(?:options|opts|config)$/.test(key) &&
      typeof value === "object" &&
      value !== null &&
      !types.isProxy(value) &&
      !types.isMap(value)
    )
      for (const inner of namesOf(value).slice(0, 64)) yield [inner, ownValue(value, inner)];
  }
}
