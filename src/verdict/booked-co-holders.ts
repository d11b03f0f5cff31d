import { foldedInto, growAlike, rootOf } from "./co-holders.ts";
import type { Leak } from "./finding.ts";

/**
 * Leaks that two snapshots show, those taken as one that grow alike and hang on one object, worst first: the tables that a
 * package fills by one call. Every byte was booked to one of them, so that together they are the sum. Two variables of a
 * module that grow alike stay two: each of them needs its change.
 */
export function foldBookedCoHolders(leaks: readonly Leak[]): Leak[] {
  const groups: Leak[][] = [];
  for (const leak of leaks) {
    const group = groups.find((each) => each.some((other) => isOneObject(leak, other)));
    if (group === undefined) groups.push([leak]);
    else group.push(leak);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : summed(group)));
}

function isOneObject(a: Leak, b: Leak): boolean {
  if (a.holder === null || b.holder === null) return false;
  // A field has the file of its class; the same path in two files is two variables.
  if (a.holder.path === b.holder.path && a.holder.file !== b.holder.file) return false;
  return rootOf(a.holder) === rootOf(b.holder) && growAlike(a, b);
}

function summed(group: readonly Leak[]): Leak {
  const main = foldedInto(group);
  const sum = (of: (part: Leak) => number | null): number | null =>
    group.every((part) => of(part) === null)
      ? null
      : group.reduce((total, part) => total + (of(part) ?? 0), 0);
  const explained = sum((part) => part.explained);
  const perEntry = sum((part) => part.bytes.perEntry);
  const { retained } = main.bytes;
  const gained = main.entries === null ? 0 : main.entries.after - main.entries.before;
  return {
    ...main,
    bytes: {
      retained: retained === null ? null : Math.max(retained, (perEntry ?? 0) * gained),
      perEntry,
      perHour: sum((part) => part.bytes.perHour),
    },
    explained: explained === null ? null : Math.min(1, explained),
  };
}
