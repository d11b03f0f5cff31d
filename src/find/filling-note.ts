import type { CollectionFacts } from "#walk";
import type { ObservedCollection } from "./suspects.ts";
import type { Counted } from "./wait-note.ts";

/** Until how many entries growth is not a leak. */
type Limit = NonNullable<CollectionFacts["bound"]>;

/** The limit of collections that are counted together: what each has declared, for all of them. */
export function limitOf({ facts, members }: ObservedCollection): Limit | null {
  const { bound } = facts;
  return bound?.declared === undefined ? bound : { ...bound, value: bound.value * members };
}

/** Says that a collection grows and is no leak yet. `path` is what it is called and where it stands. */
export function fillingNote(path: string, { facts, members, points }: Counted): string {
  const limit = facts.bound!;
  const { declared, name, value } = limit;
  const [first, last] = [points[0]?.count ?? 0, points.at(-1)?.count ?? 0];
  if (declared === undefined) return `${path} is still filling up to its limit (${name}: ${value}).`;
  if (declared.kind === "unbounded")
    return `${path} gained ${last - first} entries and is unbounded on purpose: “${declared.reason ?? ""}”. It has ${last}; from ${value * members} on (warnAt) its growth counts as a leak.`;
  const what = members === 1 ? `${path} is bounded and` : `${path}, ${members} of them, are bounded and`;
  return name === "max"
    ? `${what} still filling: ${last} of ${value * members} entries.`
    : `${what} still filling up to ${value * members} bytes (${name}): ${last} entries.`;
}

/** Says that growth belies the reason for having no bound; null where none was given. */
export function beliedNote(path: string, { facts, points }: ObservedCollection): string | null {
  const reason = facts.bound?.declared?.reason ?? null;
  if (reason === null) return null;
  const count = points.at(-1)?.count ?? 0;
  return `${path} was declared unbounded: “${reason}”. It has ${count} entries and goes on growing.`;
}
