import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoundedMap, type OnFull, type Policy } from "#bounded";
import { BoundedModel, type ModelBound, type Removal, type Value } from "../../test/build/bounded-model.ts";

// The clock is read every 20 ms at most: times go on by more than that.
const stepMs = 25;

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

interface Real {
  readonly map: BoundedMap<number, Value>;
  readonly removals: Removal[];
}

/** What was removed by sweeping is the map's own business, if its time was over: the model follows. */
function agree(model: BoundedModel, { map, removals }: Real): void {
  const expected = [...model.removals];
  for (const removal of removals) {
    const at = expected.findIndex((each) => each.value === removal.value && each.reason === removal.reason);
    if (at >= 0) expected.splice(at, 1);
    else expect(removal.reason === "expire" && model.swept(removal.key), JSON.stringify(removal)).toBe(true);
  }
  expect(expected).toEqual([]);
  model.removals.length = removals.length = 0;
  expect(map.size).toBe(model.size);
  expect([...map]).toEqual(model.live);
  if (model.bound.maxBytes < Infinity) expect(map.bytes).toBe(model.bytes);
}

type Step = (model: BoundedModel, real: Real) => void;

class Command implements fc.Command<BoundedModel, Real> {
  readonly #name: string;
  readonly #step: Step;
  constructor(name: string, step: Step) {
    this.#name = name;
    this.#step = step;
  }
  check(): boolean {
    return true;
  }
  run(model: BoundedModel, real: Real): void {
    this.#step(model, real);
    agree(model, real);
  }
  toString(): string {
    return this.#name;
  }
}

const key = fc.nat(12);
const limit = fc.option(fc.constantFrom(50, 200, 1000, Infinity), { nil: undefined });

function commands(): fc.Arbitrary<fc.Command<BoundedModel, Real>>[] {
  return [
    fc.tuple(key, fc.nat(24), limit, limit).map(([k, bytes, ttl, idle]) => {
      return new Command(`set(${k}, ${bytes}, ${ttl}, ${idle})`, (model, { map, removals }) => {
        const value = { bytes };
        const options = { ...(ttl === undefined ? {} : { ttl }), ...(idle === undefined ? {} : { idle }) };
        const took = Object.keys(options).length === 0 ? map.trySet(k, value) : map.trySet(k, value, options);
        // Before it turns an entry away, the map lets go of everything whose time is over.
        if (model.bound.onFull !== "evict")
          for (const removal of removals) if (removal.reason === "expire") model.swept(removal.key);
        expect(took).toBe(model.set(k, value, ttl, idle));
      });
    }),
    key.map((k) => new Command(`get(${k})`, (model, { map }) => expect(map.get(k)).toBe(model.get(k)))),
    key.map(
      (k) =>
        new Command(`has(${k})`, (model, { map }) => {
          expect(map.has(k)).toBe(model.live.some(([each]) => each === k));
          expect(map.peek(k)).toBe(model.live.find(([each]) => each === k)?.[1]);
        }),
    ),
    key.map(
      (k) => new Command(`delete(${k})`, (model, { map }) => expect(map.delete(k)).toBe(model.delete(k))),
    ),
    fc.constantFrom(1, 2, 5, 40, 400).map(
      (steps) =>
        new Command(`wait(${steps * stepMs})`, (model) => {
          model.now += steps * stepMs;
          vi.advanceTimersByTime(steps * stepMs);
        }),
    ),
    fc.constant(
      new Command("clear()", (model, { map }) => {
        map.clear();
        model.clear();
      }),
    ),
    fc.integer({ min: 1, max: 10 }).map(
      (max) =>
        new Command(`resize(${max})`, (model, { map }) => {
          map.resize({ max });
          model.resize(max);
        }),
    ),
  ];
}

interface Shape {
  readonly policy: Policy;
  readonly onFull: OnFull;
  readonly ttl?: number;
  readonly idle?: number;
  readonly maxBytes?: number;
}

function start(
  { policy, onFull, ttl, idle, maxBytes }: Shape,
  max: number,
): { model: BoundedModel; real: Real } {
  const bound: ModelBound = {
    max,
    maxBytes: maxBytes ?? Infinity,
    policy,
    onFull,
    ttl: ttl ?? Infinity,
    idle: idle ?? Infinity,
  };
  const removals: Removal[] = [];
  const common = {
    policy,
    onFull,
    ...(ttl === undefined ? {} : { ttl }),
    ...(idle === undefined ? {} : { idle }),
    onRemove: (value: Value, k: number, reason: Removal["reason"]) =>
      void removals.push({ key: k, value, reason }),
  };
  const map = new BoundedMap<number, Value>(
    maxBytes === undefined ? { ...common, max } : { ...common, max, maxBytes, sizeOf: ({ bytes }) => bytes },
  );
  return { model: new BoundedModel(bound), real: { map, removals } };
}

const shapes = (["lru", "fifo", "sieve"] as const).flatMap((policy) =>
  (["evict", "reject"] as const).flatMap((onFull) => [
    { policy, onFull },
    { policy, onFull, maxBytes: 20 },
    { policy, onFull, ttl: 500 },
    { policy, onFull, ttl: 1000, idle: 300, maxBytes: 25 },
  ]),
);

test.each(shapes)("a map with %j does what the model does", (shape) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.commands(commands(), { maxCommands: 80, size: "max" }),
      (max, steps) => fc.modelRun(() => start(shape, max), steps),
    ),
    { numRuns: 60 },
  );
});

test.each(shapes)("of a map with %j every value leaves exactly once", (shape) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat(24), fc.boolean()), { maxLength: 200 }), (steps) => {
      const { real } = start(shape, 5);
      const given = new Set<Value>();
      for (const [k, bytes, wait] of steps) {
        const value = { bytes };
        if (real.map.trySet(k, value)) given.add(value);
        if (wait) vi.advanceTimersByTime(stepMs * 4);
      }
      real.map.clear();
      expect(new Set(real.removals.map(({ value }) => value))).toEqual(given);
      expect(real.removals).toHaveLength(given.size);
    }),
    { numRuns: 40 },
  );
});
