import { isReference, ownValue, types } from "./native.ts";
import type { Capacity } from "./paths.ts";
import type { CollectionKind } from "./protocol.ts";

/** The name under which `sawtooth/bounded` keeps its list in a process. */
const household = Symbol.for("sawtooth.bounded.1");

/** What `sawtooth/bounded` knows of one of its collections; its code, not the program's, answers. */
export interface Bounded {
  readonly kind: string;
  readonly size: number;
  readonly max: number | null;
  readonly maxBytes: number | null;
  readonly reason: string | null;
  readonly warnAt: number | null;
  holds(key: unknown): boolean;
  sample(most: number): unknown[][];
}

/** What the collections of `sawtooth/bounded` count as. Plain ones that are only watched are what they are. */
const kinds: Readonly<Record<string, CollectionKind>> = {
  BoundedMap: "Map",
  ScopedMap: "Map",
  unbounded: "Map",
  BoundedSet: "Set",
  BoundedArray: "Array",
};

/** The collections of `sawtooth/bounded` in this process: each is known by what it is, never by its insides. */
export class BoundedCollections {
  readonly #listed: WeakMap<object, Bounded> | null;
  /** The list itself and its timer: nothing of the program's hangs on them. */
  readonly own: readonly object[];

  constructor() {
    const place = ownValue(globalThis, household);
    const parts = isReference(place) ? [place, ownValue(place, "registry"), ownValue(place, "pulse")] : [];
    this.own = parts.filter(isReference);
    const registry = parts[1];
    const listed = isReference(registry) ? ownValue(registry, "listedOf") : undefined;
    this.#listed = types.isWeakMap(listed) ? (listed as WeakMap<object, Bounded>) : null;
  }

  /** What is known of a value; null when it is not one of them. */
  of(value: object): Bounded | null {
    if (this.#listed === null) return null;
    const listed = WeakMap.prototype.get.call(this.#listed, value) as Bounded | undefined;
    return listed !== undefined && kinds[listed.kind] !== undefined ? listed : null;
  }
}

/** Private fields that our classes have themselves. */
const ownFields =
  "#listed #entries #throws #owners #lessor #onRemove #max #onFull #reference #ring #first #length".split(
    " ",
  );

/** Of the private fields of an instance, ours first, those that a subclass of the program's has added. */
export function addedFields(
  privates: readonly (readonly [name: string, value: unknown])[],
): (readonly [name: string, value: unknown])[] {
  const ours = new Set(ownFields);
  return privates.filter(([name]) => !ours.delete(name));
}

/** What it counts as. */
export function kindOfBounded({ kind }: Bounded): CollectionKind {
  return kinds[kind]!;
}

/** The class a program knows it by. */
export function classOfBounded({ kind }: Bounded): string {
  return kind === "unbounded" ? "BoundedMap" : kind;
}

/** Until it has so many entries, growth is not held against it; null when nothing says so. */
export function limitOfBounded({ kind, max, maxBytes, reason, warnAt }: Bounded): Capacity | null {
  const declared = { kind: kind === "unbounded" ? ("unbounded" as const) : ("bounded" as const), reason };
  if (max !== null) return { name: "max", value: max, declared };
  if (maxBytes !== null) return { name: "maxBytes", value: maxBytes, declared };
  return kind === "unbounded" && warnAt !== null ? { name: "warnAt", value: warnAt, declared } : null;
}
