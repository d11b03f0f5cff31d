import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Survivors } from "./survivors.ts";

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

/** Adds a key every second for so many seconds. */
function fill(survivors: Survivors, collection: Map<unknown, number>, keys: readonly unknown[]): void {
  for (const key of keys) {
    collection.set(key, 1);
    survivors.add("Map", collection, key);
    now += 1000;
  }
}

const letters = "abcdefghijklmno".split("");

test("of the keys of the first two thirds, those still there are counted", () => {
  const [survivors, map] = [new Survivors(), new Map<unknown, number>()];
  fill(survivors, map, letters);
  expect(survivors.count(map)).toEqual({ alive: 10, sampled: 10 });
  for (const key of "abc") map.delete(key);
  for (const key of "mno") map.delete(key);
  expect(survivors.count(map)).toEqual({ alive: 7, sampled: 10 });
});

test("a Set is asked like a Map", () => {
  const [survivors, set] = [new Survivors(), new Set(letters)];
  for (const letter of letters) {
    survivors.add("Set", set, letter);
    now += 1000;
  }
  set.delete("a");
  expect(survivors.count(set)).toEqual({ alive: 9, sampled: 10 });
});

test("too few early keys say nothing", () => {
  const [survivors, map] = [new Survivors(), new Map<unknown, number>()];
  fill(survivors, map, letters.slice(0, 4));
  expect(survivors.count(map)).toBeNull();
});

test("arrays and listener lists have no keys to look up", () => {
  const survivors = new Survivors();
  for (const kind of ["Array", "listeners", "object", "timers"] as const)
    for (const letter of letters) {
      survivors.add(kind, letters, letter);
      now += 1000;
    }
  expect(survivors.count(letters)).toBeNull();
});

test("keys under which nothing is stored are not remembered", () => {
  const [survivors, map] = [new Survivors(), new Map([["a", 1]])];
  for (let i = 0; i < 12; i++) {
    survivors.add("Map", map, `A${i}`);
    now += 1000;
  }
  expect(survivors.count(map)).toBeNull();
});

test("object keys are found by identity, undefined and NaN like any", () => {
  const keys = [{}, {}, undefined, Number.NaN, Symbol("s"), 0, () => {}, {}, {}, {}, {}, {}];
  const [survivors, map] = [new Survivors(), new Map<unknown, number>()];
  fill(survivors, map, keys);
  expect(survivors.count(map)).toEqual({ alive: 8, sampled: 8 });
});

test("an overridden has is not asked", () => {
  class Liar extends Map<unknown, number> {
    override has(): boolean {
      throw new Error("asked");
    }
  }
  const [survivors, map] = [new Survivors(), new Liar()];
  fill(survivors, map, letters);
  expect(survivors.count(map)).toEqual({ alive: 10, sampled: 10 });
});
