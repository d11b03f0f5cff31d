import { household } from "./household.ts";

/** The key under which Node looks for what an object has to say for itself. */
const inspectKey = Symbol.for("nodejs.util.inspect.custom");
/** Node shows a hundred entries unless told otherwise. */
const mostShown = 101;

type Inspect = (value: unknown, options: object) => string;

/** Lets Node print the collections of a class with their size and bound: `BoundedMap(312/10000) { "a" => 1, … }`. */
export function printed(collectionClass: { readonly prototype: object }): void {
  Object.defineProperty(collectionClass.prototype, inspectKey, { value: inspected, configurable: true });
}

function inspected(this: object, _depth: number, options: object, inspect: Inspect): string {
  const listed = household.registry.listedOf.get(this);
  if (listed === undefined) return Object.prototype.toString.call(this);
  const { kind, size, max } = listed;
  const content = inspect(contentOf(kind, listed.sample(mostShown)), options).replace(/^\w+\(\d+\) ?/, "");
  return `${kind === "unbounded" ? "BoundedMap" : kind}(${size}/${max ?? "∞"}) ${content}`;
}

function contentOf(kind: string, entries: unknown[][]): object {
  if (kind === "BoundedArray") return entries.flat();
  if (kind === "BoundedSet") return new Set(entries.map(([value]) => value));
  return new Map(entries as [unknown, unknown][]);
}
