import { sumOfCounts, type CountPoint } from "./growth.ts";
import { emitterOf } from "./holder-path.ts";
import type { GrowingCollection } from "./join.ts";

/**
 * Listener lists of one emitter that grow together, taken as one: whoever adds a listener per request often adds
 * several, for different events, and the missing clean-up is the same.
 */
export function joinListeners(collections: readonly GrowingCollection[]): GrowingCollection[] {
  const byEmitter = new Map<string, GrowingCollection[]>();
  for (const collection of collections) {
    const { kind, path, file } = collection.holder;
    const key = kind === "listeners" ? `${file} ${emitterOf(path)}` : `${byEmitter.size}`;
    byEmitter.set(key, [...(byEmitter.get(key) ?? []), collection]);
  }
  return [...byEmitter.values()].map((lists) => (lists.length === 1 ? lists[0]! : joined(lists)));
}

function joined(lists: readonly GrowingCollection[]): GrowingCollection {
  const [main, ...others] = lists.toSorted(
    (a, b) => Number(b.site !== null) - Number(a.site !== null) || gainedIn(b.points) - gainedIn(a.points),
  ) as [GrowingCollection, ...GrowingCollection[]];
  const emitter = emitterOf(main.holder.path);
  const sizes = lists.map(({ entryBytes }) => entryBytes ?? 0);
  return {
    ...main,
    holder: { ...main.holder, name: /[^.\s]+$/.exec(emitter)?.[0] ?? emitter, path: `${emitter}._events` },
    points: sumOfCounts(lists.map(({ points }) => points)),
    removed: lists.some(({ removed }) => removed === null)
      ? null
      : lists.reduce((sum, { removed }) => sum + (removed ?? 0), 0),
    entryBytes: Math.max(...sizes) === 0 ? null : Math.max(...sizes),
    sampledInserts: lists.reduce((sum, { sampledInserts }) => sum + sampledInserts, 0),
    events: [main, ...others].map(({ holder }) => holder.name),
  };
}

function gainedIn(points: readonly CountPoint[]): number {
  return (points.at(-1)?.count ?? 0) - (points[0]?.count ?? 0);
}
