import { types } from "node:util";
import { sizeOf, type ObjectCount, type ObjectCounter } from "./live-objects.ts";

/** A class of which there are more, or a collection that has more entries. */
export interface CountGrowth {
  readonly what: "class" | "collection";
  /** `Session`, `Map`. */
  readonly name: string;
  /** More of them, or more entries, for each iteration. */
  readonly perIteration: number;
  readonly count: number;
  /** The shape of the newest key or element, never its value; null for a class. */
  readonly newest: string | null;
  /** The collection itself; null for a class. */
  readonly ref: WeakRef<object> | null;
}

const LEAST_SHARE = 0.05;
/** A program's own caches gain a few entries without being asked. */
const LEAST_COUNT = 20;
const MOST = 8;
const EVERYDAY = /^(?:Object|Array|Function|AsyncFunction|Promise|WeakRef|\(no class\))$/;

/** What there is more of after a number of iterations, most first; too little to be each twentieth iteration is left out. */
export function growthSince(
  counter: ObjectCounter,
  before: ObjectCount,
  iterations: number,
): readonly CountGrowth[] {
  const least = Math.max(LEAST_COUNT, LEAST_SHARE * iterations);
  const { classes, grown } = counter.compare(before, least);
  const collections = grown.map(({ kind, gained, size, ref }): CountGrowth => {
    const object = ref.deref();
    const newest = object === undefined ? null : shapeOfNewest(object);
    return { what: "collection", name: kind, perIteration: gained / iterations, count: size, newest, ref };
  });
  const more = [...classes].flatMap(([name, count]): CountGrowth[] => {
    const gained = count - (before.classes.get(name) ?? 0);
    if (gained <= least) return [];
    return [{ what: "class", name, perIteration: gained / iterations, count, newest: null, ref: null }];
  });
  return [...collections.toSorted(byRate).slice(0, MOST), ...more.toSorted(bySpecial).slice(0, MOST)];
}

function byRate(a: CountGrowth, b: CountGrowth): number {
  return b.perIteration - a.perIteration;
}

/** Classes of the program and of Node first, what everything is made of last. */
function bySpecial(a: CountGrowth, b: CountGrowth): number {
  return Number(EVERYDAY.test(a.name)) - Number(EVERYDAY.test(b.name)) || byRate(a, b);
}

/** Whether a growth is one of those seen before, at about the same rate. */
export function isRepeated(growth: CountGrowth, earlier: readonly CountGrowth[]): boolean {
  return earlier.some(({ what, name, perIteration }) => {
    const most = Math.max(perIteration, growth.perIteration);
    return (
      what === growth.what &&
      name === growth.name &&
      Math.abs(perIteration - growth.perIteration) < 0.35 * most
    );
  });
}

/** `string of 9`, `number`, `Session`: what the newest key of a collection is like. */
function shapeOfNewest(object: object): string | null {
  const size = sizeOf(object) ?? 0;
  if (Array.isArray(object)) return shapeOf(object.at(-1));
  if (!types.isMap(object) && !types.isSet(object)) return shapeOf(Object.keys(object).at(-1));
  const keys = types.isMap(object) ? Map.prototype.keys.call(object) : Set.prototype.keys.call(object);
  let index = 0;
  for (const key of keys) if (++index === size) return shapeOf(key);
  return null;
}

function shapeOf(value: unknown): string {
  if (typeof value === "string") return `string of ${value.length}`;
  if (typeof value !== "object" || value === null) return typeof value;
  return (value as { constructor?: { name?: string } }).constructor?.name || "object";
}
