import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { Collections, counterOf, type Collection } from "./collections.ts";
import { Closures } from "./closures.ts";
import { Internals } from "./internals.ts";
import { estimateEntrySize } from "./entry-size.ts";
import type { NodeIndex } from "./paths.ts";
import type { CollectionKind, EntrySize } from "./protocol.ts";

let collect: () => void;
beforeAll(() => {
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc") as () => void;
});

function usedBytes(): number {
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function collectionOf(owner: object): Collection {
  const kind: CollectionKind =
    owner instanceof Map ? "Map" : owner instanceof Set ? "Set" : Array.isArray(owner) ? "Array" : "object";
  const facts = kind === "object" ? { keys: Object.keys(owner) } : {};
  return new Collections().add(kind, 0 as NodeIndex, owner, null, counterOf(kind, owner), facts);
}

function estimated(owner: object): EntrySize {
  const internals = new Internals();
  try {
    const work = estimateEntrySize(collectionOf(owner), new Closures(internals));
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value!;
    }
  } finally {
    internals.close();
  }
}

class Session {
  readonly id: number;
  readonly user: string;
  readonly startedAt: number;
  readonly open = true;
  readonly tags: string[];
  readonly parent: Session | null = null;
  constructor(id: number) {
    this.id = id;
    this.user = `user-${id}-of-the-service`;
    this.startedAt = id + 0.5;
    this.tags = [`tag-${id}`];
  }
}

const text = (id: number, length: number): string => Buffer.from(String(id).padStart(length, "0")).toString();

function mapOf(entries: number, value: (id: number) => unknown): object {
  const map = new Map<number, unknown>();
  for (let id = 0; id < entries; id++) map.set(id, value(id));
  return map;
}

const shapes: [shape: string, entries: number, make: (entries: number) => object][] = [
  ["small objects in a Map", 40_000, (n) => mapOf(n, (id) => ({ id, name: text(id, 30), at: id + 0.25 }))],
  ["strings in a Map", 60_000, (n) => mapOf(n, (id) => text(id, 60))],
  ["wide strings in a Map", 40_000, (n) => mapOf(n, (id) => `${"й".repeat(60)}${id}`.split("").join(""))],
  [
    "Maps in a Map",
    10_000,
    (n) => mapOf(n, (id) => new Map(Array.from({ length: 8 }, (_, i) => [i, text(id * 8 + i, 20)]))),
  ],
  [
    "Sets of objects in a Map",
    8000,
    (n) => mapOf(n, (id) => new Set(Array.from({ length: 10 }, (_, i) => ({ id, i })))),
  ],
  ["arrays of integers in a Map", 30_000, (n) => mapOf(n, (id) => Array.from({ length: 30 }, () => id))],
  [
    "arrays of fractions in a Map",
    30_000,
    (n) => mapOf(n, (id) => Array.from({ length: 30 }, () => id + 0.5)),
  ],
  ["Buffers of 1 KiB of their own in a Map", 8000, (n) => mapOf(n, () => Buffer.alloc(1024))],
  ["Buffers of 1 KiB from the pool in a Map", 8000, (n) => mapOf(n, () => Buffer.allocUnsafe(1024))],
  ["Buffers of 64 KiB in a Map", 300, (n) => mapOf(n, () => Buffer.alloc(65_536 + 1))],
  ["instances of a class in a Map", 30_000, (n) => mapOf(n, (id) => new Session(id))],
  ["strings in a Set", 60_000, (n) => new Set(Array.from({ length: n }, (_, id) => text(id, 50)))],
  [
    "objects in an array",
    60_000,
    (n) => {
      const list: object[] = [];
      for (let id = 0; id < n; id++) list.push({ id, at: id + 0.5, next: null });
      return list;
    },
  ],
  [
    "objects in a dictionary",
    20_000,
    (n) => Object.fromEntries(Array.from({ length: n }, (_, id) => [text(id, 24), { id, at: id + 0.5 }])),
  ],
  ["dates in a Map", 40_000, (n) => mapOf(n, (id) => ({ id, at: new Date(id) }))],
];

test.each(shapes)("%s are estimated to two fifths of what they take", (_shape, entries, make) => {
  make(Math.ceil(entries / 20)); // Code and feedback that the shape needs are in memory from here on.
  const before = usedBytes();
  const owner = make(entries);
  const measured = (usedBytes() - before) / entries;
  const { bytes } = estimated(owner);
  expect(bytes / measured).toBeGreaterThan(0.6);
  expect(bytes / measured).toBeLessThan(1.4);
});

test("bytes outside the heap are told apart", () => {
  const { bytes, externalBytes, sampled } = estimated(mapOf(100, () => Buffer.alloc(100_000)));
  expect(externalBytes).toBe(100_000);
  expect(bytes - externalBytes).toBeLessThan(500);
  expect(sampled).toBe(12);
});

test("what entries share is not counted", () => {
  const config = { table: Array.from({ length: 1000 }, (_, i) => ({ i })) };
  const alone = estimated(mapOf(50, (id) => ({ id, config: null }))).bytes;
  expect(estimated(mapOf(50, (id) => ({ id, config }))).bytes).toBe(alone);
});

test("what the first few functions close over counts, and what they share does not", () => {
  const closures = mapOf(20, () => {
    const held = Array.from({ length: 10_000 }, () => 0);
    return () => held;
  });
  expect(estimated(closures).bytes).toBeGreaterThan(10_000 * 8);
  expect(estimated(closures).bytes).toBeLessThan(10_000 * 9);
  const config = Array.from({ length: 10_000 }, () => 0);
  const sharing = mapOf(20, () => () => config);
  expect(estimated(sharing).bytes).toBeLessThan(300);
});

test("what the functions of one entry share with those of others does not count, however many functions there are", () => {
  const config = Array.from({ length: 10_000 }, () => 0);
  const sharing = mapOf(20, () => Array.from({ length: 60 }, () => () => config));
  expect(estimated(sharing).bytes).toBeLessThan(10_000);
});

test("a waiting timer in an entry does not count the timers that wait with it", () => {
  const waiting = Array.from({ length: 600 }, () => setTimeout(() => {}, 7_654_321));
  try {
    expect(estimated(mapOf(12, (id) => ({ id, timer: waiting[id * 40] }))).bytes).toBeLessThan(1000);
  } finally {
    for (const timer of waiting) clearTimeout(timer);
  }
});

test("an entry that reaches very much is looked at in part only", () => {
  const wide = mapOf(12, () => new Map(Array.from({ length: 20_000 }, (_, i) => [i, { i }])));
  const { bytes } = estimated(wide);
  expect(bytes).toBeGreaterThan(20_000 * 37);
  expect(bytes).toBeLessThan(20_000 * 200);
});

test("none of the program's code runs", () => {
  const ran = (): never => {
    throw new Error("ran");
  };
  class Odd extends Uint8Array {
    override get buffer(): never {
      return ran();
    }
    override get byteLength(): never {
      return ran();
    }
  }
  const trapped = new Proxy({}, { get: ran, ownKeys: ran, getOwnPropertyDescriptor: ran });
  const accessor = Object.defineProperty({}, "value", { get: ran, enumerable: true });
  const entries = [
    new Odd(16),
    trapped,
    accessor,
    Object.create(Map.prototype) as object,
    new DataView(new ArrayBuffer(8)),
  ];
  expect(estimated(mapOf(5, (id) => entries[id])).sampled).toBe(5);
});

test("a collection that is empty or gone has no size", () => {
  expect(estimateEntrySize(collectionOf(new Map()), new Closures(new Internals())).next()).toEqual({
    done: true,
    value: null,
  });
  const gone = { ...collectionOf(new Map([[1, 1]])), owner: () => undefined };
  expect(estimateEntrySize(gone, new Closures(new Internals())).next()).toEqual({ done: true, value: null });
});

test.each([true, false])(
  "an entry that leads back to its collection, %s, holds what is its own",
  (leadsBack) => {
    const list: object[] = [];
    const registry = { list };
    for (let id = 0; id < 40; id++)
      list.push({ registry: leadsBack ? registry : null, body: { text: text(id, 1000) } });
    const { bytes } = estimated(list);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(1300);
  },
);
