import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { BoundedError, BoundedMap, registry, type RemovalReason } from "#bounded";

afterEach(() => void vi.useRealTimers());

describe("what must not compile, and throws where types are not looked at", () => {
  const refused = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      expect(error).toBeInstanceOf(BoundedError);
      return (error as Error).message;
    }
    throw new Error("it was taken");
  };

  test("no bound at all", () => {
    // @ts-expect-error -- no bound
    expect(refused(() => new BoundedMap<string, number>())).toMatch(/^sawtooth: no bound: give /);
  });
  test("an empty bound", () => {
    // @ts-expect-error -- neither max nor maxBytes
    expect(refused(() => new BoundedMap<string, number>({}))).toMatch(/unbounded\(\{ reason/);
  });
  test("a ttl alone", () => {
    // @ts-expect-error -- a ttl bounds nothing
    expect(refused(() => new BoundedMap<string, number>({ ttl: 1000 }))).toMatch(
      /a ttl alone bounds nothing/,
    );
  });
  test("maxBytes without sizeOf", () => {
    // @ts-expect-error -- nothing says how many bytes
    expect(refused(() => new BoundedMap<string, number>({ maxBytes: 1e6 }))).toMatch(/without sizeOf/);
  });
  test("sizeOf without maxBytes", () => {
    // @ts-expect-error -- sizes of what is not bounded by them
    expect(new BoundedMap<string, number>({ max: 10, sizeOf: () => 1 }).max).toBe(10);
  });
  test("unbounded without a reason", () => {
    // @ts-expect-error -- the reason is the point
    expect(refused(() => BoundedMap.unbounded<string, number>({}))).toMatch(/without a reason/);
  });
  test("the constructor of Map", () => {
    // @ts-expect-error -- entries where the bound belongs
    expect(refused(() => new BoundedMap<string, number>([["a", 1]]))).toMatch(/entries second/);
  });
  test("a policy that there is not", () => {
    // @ts-expect-error -- lru, fifo or sieve
    expect(refused(() => new BoundedMap({ max: 1, policy: "lfu" }))).toBe(
      'sawtooth: policy is "lfu": choose from lru, fifo, sieve',
    );
  });
  test("a callback that is none", () => {
    // @ts-expect-error -- no function
    expect(() => new BoundedMap({ max: 1, onRemove: true })).toThrow(
      "sawtooth: onRemove is boolean: give a function",
    );
  });
  test("a duration without a unit", () => {
    // @ts-expect-error -- "30" of what
    expect(refused(() => new BoundedMap({ max: 1, ttl: "30" }))).toMatch(
      /^sawtooth: ttl is "30": give milli/,
    );
  });
  test.each([0, -1, NaN, Infinity, 1.5, 2 ** 24 + 1])("a max of %d", (max) => {
    expect(refused(() => new BoundedMap({ max }))).toMatch(`max is ${max}: give a whole number`);
  });
});

describe("as a Map", () => {
  test("passes for one", () => {
    const map: Map<string, number> = new BoundedMap<string, number>({ max: 3 }, [["a", 1]]);
    map.set("b", 2).set("c", 3);
    expect([...map.keys()]).toEqual(["a", "b", "c"]);
    expect([...map.values()]).toEqual([1, 2, 3]);
    expect([...map.entries()]).toEqual([...map]);
    const seen: unknown[] = [];
    map.forEach((value, key, same) => seen.push([key, value, same === map]));
    expect(seen).toEqual([
      ["a", 1, true],
      ["b", 2, true],
      ["c", 3, true],
    ]);
    expect(Object.prototype.toString.call(map)).toBe("[object BoundedMap]");
  });

  test("may be changed while it is iterated over, as a Map may", () => {
    const map = new BoundedMap<number, number>({ max: 100 }, [
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    const seen: number[] = [];
    for (const [key] of map) {
      seen.push(key);
      if (key === 1) map.delete(2);
      if (key < 10) map.set(key + 10, 0);
    }
    expect(seen).toEqual([1, 3, 11, 13]);
  });

  test("keeps undefined apart from nothing", () => {
    const map = new BoundedMap<string, number | undefined>({ max: 2 });
    map.set("a", undefined);
    expect(map.has("a")).toBe(true);
    expect(map.getOrInsert("a", 5)).toBeUndefined();
    expect(map.getOrInsertComputed("b", (key) => key.length)).toBe(1);
    expect(map.get("b")).toBe(1);
  });

  test("is printed with its size and bound, and without its insides", () => {
    expect(inspect(new BoundedMap({ max: 3 }, [["a", { b: 1 }]]))).toBe(
      "BoundedMap(1/3) { 'a' => { b: 1 } }",
    );
    expect(inspect(BoundedMap.unbounded({ reason: "few" }))).toBe("BoundedMap(0/∞) {}");
  });
});

describe("when it is full", () => {
  test("throws what names it, if told to, and trySet never does", () => {
    const map = new BoundedMap<string, number>({ max: 1, onFull: "throw", name: "sessions" }, [["a", 1]]);
    expect(() => map.set("b", 2)).toThrow(
      'sawtooth: sessions is full, 1 of 1 entries: raise the bound, let entries expire, or choose onFull: "evict"',
    );
    expect(map.trySet("b", 2)).toBe(false);
    expect(map.set("a", 3).get("a")).toBe(3);
    expect(map.stats().rejects).toBe(2);
  });

  test("lets go of what has expired before it turns anything away", () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    const map = new BoundedMap<string, number>({ max: 1, onFull: "reject", ttl: "1s" }, [["a", 1]]);
    expect(map.trySet("b", 2)).toBe(false);
    vi.advanceTimersByTime(1001);
    expect(map.trySet("b", 2)).toBe(true);
  });

  test("turns away what is larger than all it may hold, and lets go of what the key had", () => {
    const map = new BoundedMap<string, string>({ maxBytes: 10, sizeOf: (text) => text.length }, [
      ["a", "12345"],
    ]);
    expect(map.trySet("a", "12345678901")).toBe(false);
    expect(map.size).toBe(0);
    expect(map.bytes).toBe(0);
  });

  test("a sizeOf that changes the map finds it as it is", () => {
    const map: BoundedMap<string, number> = new BoundedMap({
      maxBytes: 3,
      sizeOf: (value: number, key: string): number => {
        if (key === "outer") map.set("inner", 1).delete("outer");
        return value;
      },
    });
    map.set("outer", 1).set("outer", 2);
    expect([...map]).toEqual([
      ["inner", 1],
      ["outer", 2],
    ]);
    expect(map.bytes).toBe(3);
  });
});

test.each(["lru", "fifo", "sieve"] as const)(
  "a large map with the policy %s that has become small keeps its order, its lifetimes and its bytes",
  (policy) => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    const evicted: number[] = [];
    const map = new BoundedMap<number, number>({
      policy,
      ttl: "1h",
      maxBytes: 1e9,
      sizeOf: () => 2,
      onRemove: (_, key, reason) => void (reason === "evict" && evicted.push(key)),
    });
    for (let n = 0; n < 5000; n++) map.set(n, n, { idle: n < 60 ? "1m" : Infinity });
    for (let n = 0; n < 100; n += 2) map.get(n);
    for (let n = 100; n < 5000; n++) map.delete(n);
    expect(map.bytes).toBe(200);
    expect([...map.keys()]).toEqual(Array.from({ length: 100 }, (_, n) => n));
    vi.advanceTimersByTime(60_001);
    expect([...map.keys()]).toEqual(Array.from({ length: 40 }, (_, n) => n + 60));
    map.resize({ max: 10 });
    const odd = Array.from({ length: 20 }, (_, n) => 61 + 2 * n);
    const rest = { lru: odd, sieve: odd, fifo: Array.from({ length: 30 }, (_, n) => 60 + n) }[policy];
    expect(evicted.filter((key) => key >= 60).slice(0, rest.length)).toEqual(rest);
    expect(map.size).toBe(10);
    expect(map.bytes).toBe(20);
  },
);

describe("callbacks", () => {
  type Told = [key: string, reason: RemovalReason];

  test("find the map consistent, and may change it", () => {
    const told: Told[] = [];
    const map: BoundedMap<string, number> = new BoundedMap({
      max: 2,
      onRemove: (_: number, key: string, reason: RemovalReason) => {
        told.push([key, reason]);
        expect(map.has(key)).toBe(false);
        expect(map.size).toBeLessThanOrEqual(2);
        if (key === "a") map.set("again", 0);
      },
    });
    map.set("a", 1).set("b", 2).set("c", 3);
    expect(told).toEqual([
      ["a", "evict"],
      ["b", "evict"],
    ]);
    expect([...map.keys()]).toEqual(["c", "again"]);
  });

  test("are all called though one of them throws, and the exception comes out of the call", () => {
    const told: string[] = [];
    const map = new BoundedMap<string, number>({
      max: 5,
      onRemove: (value, key) => {
        told.push(key);
        if (value > 1) throw new Error(`cannot close ${key}`);
      },
    });
    map.set("a", 1).set("b", 2).set("c", 1).set("d", 3);
    expect(() => map.clear()).toThrow(
      new AggregateError(
        [new Error("cannot close b"), new Error("cannot close d")],
        "2 onRemove callbacks threw",
      ),
    );
    expect(told).toEqual(["a", "b", "c", "d"]);
    expect(map.size).toBe(0);
    map.set("b", 2);
    expect(() => map.delete("b")).toThrow("cannot close b");
    expect(told).toEqual(["a", "b", "c", "d", "b"]);
  });

  test("that put back what was evicted come to an end", () => {
    const map: BoundedMap<string, number> = new BoundedMap({
      max: 1,
      onRemove: (value: number, key: string) => void map.set(key, value),
    });
    map.set("a", 1);
    expect(() => map.set("b", 2)).toThrow(/^sawtooth: onRemove adds entries as fast as they are removed/);
  });

  test("are not called for a value that is set again, and once for one that is replaced", () => {
    const told: Told[] = [];
    const map = new BoundedMap<string, object>({
      max: 5,
      onRemove: (_, key, reason) => void told.push([key, reason]),
    });
    const value = {};
    map.set("a", value).set("a", value);
    expect(told).toEqual([]);
    map.set("a", {});
    expect(told).toEqual([["a", "replace"]]);
  });

  test("of entries that nobody meets come with the sweep, one turn of a timer each", () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    const told: Told[] = [];
    const onRemove = (_: number, key: string, reason: RemovalReason): void => void told.push([key, reason]);
    const maps = ["1s", "10m"].map(
      (ttl) => new BoundedMap({ max: 5, ttl: ttl as "1s", onRemove }, [[ttl, 1]]),
    );
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(2500);
    expect(told).toEqual([["1s", "expire"]]);
    expect(maps.map(({ size }) => size)).toEqual([0, 1]);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(700_000);
    expect(told).toEqual([
      ["1s", "expire"],
      ["10m", "expire"],
    ]);
  });

  test("that throw in a sweep do not end the sweeping", () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    const map = new BoundedMap<string, number>(
      {
        max: 5,
        ttl: "1s",
        onRemove: () => {
          throw new Error("cannot close");
        },
      },
      [["a", 1]],
    );
    expect(() => vi.advanceTimersByTime(3000)).toThrow("cannot close");
    map.set("b", 1);
    expect(() => vi.advanceTimersByTime(3000)).toThrow("cannot close");
    expect(map.size).toBe(0);
  });
});

test("after a test with a clock of its own, time goes on", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const map = new BoundedMap<string, number>({ max: 5, ttl: 10 }, [["a", 1]]);
  map.get("a");
  vi.useRealTimers();
  map.set("b", 1);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(map.has("b")).toBe(false);
});

test("an unbounded map is listed with its reason, and warns when there is more than that explains", async () => {
  const warned: string[] = [];
  const off = registry.on("warn", ({ name, size }) => warned.push(`${name} ${size}`));
  const map = BoundedMap.unbounded<number, number>({ reason: "one per locale", warnAt: 3, name: "locales" });
  for (let n = 0; n < 5; n++) map.set(n, n);
  await Promise.resolve();
  off();
  expect(warned).toEqual(["locales 3"]);
  expect(registry.list()).toContainEqual(
    expect.objectContaining({
      name: "locales",
      kind: "unbounded",
      reason: "one per locale",
      max: null,
      size: 5,
    }),
  );
  expect(map.max).toBe(Infinity);
});

test("statistics count what happened, and say when it will be full", () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const map = new BoundedMap<number, number>({ max: 100 });
  for (let n = 0; n < 10; n++) {
    map.set(n, n);
    vi.advanceTimersByTime(1000);
  }
  map.get(1);
  map.get(2);
  map.get(1000);
  expect(map.stats()).toMatchObject({
    name: expect.stringMatching(/^bounded\/bounded-map\.test\.ts:\d+$/),
    size: 10,
    max: 100,
    inserts: 10,
    hits: 2,
    misses: 1,
    hitRatio: 2 / 3,
    growthPerSecond: 1,
    fillEtaMs: 90_000,
  });
  // Ages are kept in steps of 64 ms where nothing expires.
  expect(map.stats().oldestAgeMs).toBeCloseTo(10_000, -2);
});

test("everything evicted within ten seconds is told", async () => {
  const told: number[] = [];
  const off = registry.on("evict-storm", ({ evictions }) => told.push(evictions));
  const map = new BoundedMap<number, number>({ max: 10 });
  for (let n = 0; n < 25; n++) map.set(n, n);
  await Promise.resolve();
  off();
  expect(told).toEqual([10]);
});
