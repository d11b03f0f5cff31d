import { expect, test, vi } from "vitest";
import { Collections, counterOf } from "./collections.ts";
import { KeyWatch } from "./key-watch.ts";
import type { NodeIndex } from "./paths.ts";

type Dictionary = Record<string, unknown>;

function watchOn(owner: object): KeyWatch {
  return new KeyWatch(
    new Collections().add("object", 0 as NodeIndex, owner, null, counterOf("object", owner)),
    owner,
  );
}

function watching(owner: object): KeyWatch {
  const watch = watchOn(owner);
  expect(watch.start()).toEqual({ watched: true });
  return watch;
}

test.each([
  ["a plain object", (): Dictionary => ({ a: 1 })],
  [
    "an object without prototype",
    (): Dictionary => Object.assign(Object.create(null) as Dictionary, { a: 1 }),
  ],
])("%s tells the line that adds a key, and has its prototype again afterwards", (_what, make) => {
  const owner = make();
  const before = Object.getPrototypeOf(owner) as object | null;
  const watch = watching(owner);
  (function addUser(): void {
    owner["b"] = 2;
    owner["a"] = 3;
  })();
  const { inserts, stacks } = watch.report();
  expect(inserts).toBe(1);
  expect(stacks[0]!.frames[0]!.function).toBe("addUser");
  watch.stop();
  expect(Object.getPrototypeOf(owner)).toBe(before);
  expect({ ...owner }).toEqual({ a: 3, b: 2 });
});

test("while it is watched, an object answers as before", () => {
  const [owner, twin]: Dictionary[] = [{ a: 1 }, { a: 1 }];
  const watch = watching(owner!);
  const seen = (value: Dictionary): unknown[] => {
    const listed: string[] = [];
    for (const key in value) listed.push(key);
    return [
      listed,
      JSON.stringify(value),
      structuredClone(value),
      value.constructor === Object,
      Object.hasOwn(Object.getPrototypeOf(value) as object, "constructor"),
      "missing" in value,
      value["missing"],
    ];
  };
  expect(seen(owner!)).toEqual(seen(twin!));
  watch.stop();
});

test("after a few dozen keys it is left alone by itself", () => {
  const owner: Dictionary = {};
  const watch = watching(owner);
  for (let i = 0; i < 100; i++) owner[`key ${i}`] = i;
  expect(Object.getPrototypeOf(owner)).toBe(Object.prototype);
  expect(watch.report().inserts).toBe(48);
  expect(Object.keys(owner)).toHaveLength(100);
});

test("setters, inherited objects and a prototype set by the program work as without it", () => {
  const owner: Dictionary = {};
  const watch = watching(owner);
  const heir = Object.create(owner) as Dictionary;
  heir["own"] = 1;
  expect(Object.keys(owner)).toEqual([]);
  const other = { inherited: true };
  owner["__proto__"] = other;
  expect(Object.getPrototypeOf(owner)).toBe(other);
  watch.stop();
  expect(Object.getPrototypeOf(owner)).toBe(other);
  expect(watch.report().inserts).toBe(0);
});

test.each([
  ["a frozen object", () => Object.freeze({}), "it is frozen"],
  ["an instance of a class", () => new URLSearchParams(), "entries are properties of an object with a class"],
])("%s is refused and left alone", (_what, make, reason) => {
  const owner = make();
  const before = Object.getPrototypeOf(owner) as object;
  expect(watchOn(owner).start()).toEqual({ watched: false, reason });
  expect(Object.getPrototypeOf(owner)).toBe(before);
});

test("an object to which nothing is added is left alone again after three seconds", () => {
  vi.useFakeTimers();
  try {
    const owner = { a: 1 };
    watching(owner);
    vi.advanceTimersByTime(2_900);
    expect(Object.getPrototypeOf(owner)).not.toBe(Object.prototype);
    vi.advanceTimersByTime(200);
    expect(Object.getPrototypeOf(owner)).toBe(Object.prototype);
  } finally {
    vi.useRealTimers();
  }
});
