import assert from "node:assert";
import { EventEmitter } from "node:events";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Causes } from "./causes.ts";
import { Collections, counterOf, emitterCounter, targetCounter } from "./collections.ts";
import type { NodeIndex } from "./paths.ts";
import type { CollectionKind } from "./protocol.ts";
import { Watch } from "./watch.ts";

function watchOn(kind: CollectionKind, owner: object, event: string | null = null): Watch {
  const count =
    kind === "listeners"
      ? owner instanceof EventTarget
        ? targetCounter(owner, event!)
        : emitterCounter(owner, event!)
      : counterOf(kind as "Map", owner);
  return new Watch(new Collections().add(kind, 0 as NodeIndex, owner, event, count), owner, new Causes());
}

function watching(kind: CollectionKind, owner: object, event: string | null = null): Watch {
  const watch = watchOn(kind, owner, event);
  expect(watch.start()).toEqual({ watched: true });
  return watch;
}

/** What the program can ask of an object, its own keys by every way of listing them included. */
function seenFromOutside(value: object): unknown[] {
  const inForIn: string[] = [];
  for (const key in value) inForIn.push(key);
  return [
    Object.keys(value),
    inForIn,
    Object.entries(value),
    JSON.stringify(value),
    inspect(value),
    { ...value },
    structuredClone(value),
    Object.prototype.toString.call(value),
    Object.isExtensible(value),
  ];
}

test.each([
  ["Map", () => new Map([[1, { a: 1 }]])],
  ["Set", () => new Set(["a"])],
  ["Array", () => [1, 2, 3]],
] as const)("a watched %s looks like an unwatched twin", (kind, make) => {
  const [twin, watched] = [make(), make()];
  const watch = watching(kind, watched);
  expect(seenFromOutside(watched)).toEqual(seenFromOutside(twin));
  assert.deepStrictEqual(watched, twin);
  expect([...watched]).toEqual([...twin]);
  watch.stop();
  expect(Reflect.ownKeys(watched)).toEqual(Reflect.ownKeys(twin));
});

test("a watched Map returns, chains and removes as before", () => {
  const map = new Map<unknown, unknown>();
  const watch = watching("Map", map);
  expect(map.set("a", 1)).toBe(map);
  expect(map.set("b", 2).set("c", 3)).toBe(map);
  expect(map.delete("a")).toBe(true);
  expect(map.delete("a")).toBe(false);
  expect(map.set).toHaveLength(2);
  expect(map.set.name).toBe("set");
  expect(map.clear()).toBeUndefined();
  watch.stop();
  expect(watch.report()).toMatchObject({ inserts: 3, removed: 3 });
});

test("setting a key that is there already is no insert", () => {
  const map = new Map([["a", 1]]);
  const watch = watching("Map", map);
  for (let i = 0; i < 100; i++) map.set("a", i);
  expect(watch.report()).toMatchObject({ inserts: 0, removed: 0, samples: 0 });
});

test("array methods return what they return, and both ends are counted", () => {
  const array = [1];
  const watch = watching("Array", array);
  expect([array.push(2), array.unshift(0), array.splice(1, 2, 7, 8, 9), array.pop(), array.shift()]).toEqual([
    2,
    3,
    [1, 2],
    9,
    0,
  ]);
  expect(array).toEqual([7, 8]);
  expect(watch.report()).toMatchObject({ inserts: 3, removed: 2 });
});

test("an error thrown by an overridden method reaches the caller, and counting goes on", () => {
  const refusal = new TypeError("no such key");
  class Strict extends Map<string, number> {
    override set(key: string, value: number): this {
      if (key === "bad") throw refusal;
      return super.set(key, value);
    }
  }
  const strict = new Strict();
  const watch = watching("Map", strict);
  expect(() => strict.set("bad", 1)).toThrow(refusal);
  strict.set("good", 1);
  expect(watch.report().inserts).toBe(1);
  expect(strict.get("good")).toBe(1);
});

test("super calls and nested inserts happen once and count once", () => {
  const calls: string[] = [];
  class Twice extends Map<string, number> {
    override set(key: string, value: number): this {
      calls.push(key);
      if (!key.startsWith("copy")) this.set(`copy of ${key}`, value);
      return super.set(key, value);
    }
  }
  const twice = new Twice();
  const watch = watching("Map", twice);
  twice.set("a", 1);
  expect(calls).toEqual(["a", "copy of a"]);
  expect([...twice.keys()]).toEqual(["copy of a", "a"]);
  expect(watch.report().inserts).toBe(1);
});

test("an array class of its own makes instances of its own, unwatched", () => {
  class Stack extends Array<number> {
    override push(...items: number[]): number {
      return super.push(...items.map((item) => item * 2));
    }
  }
  const stack = Stack.from([1]) as Stack;
  const watch = watching("Array", stack);
  expect(stack.push(4)).toBe(2);
  const mapped = stack.map((n) => n + 1);
  expect(mapped).toBeInstanceOf(Stack);
  expect([...mapped]).toEqual([2, 9]);
  expect(Object.hasOwn(mapped, "push")).toBe(false);
  expect(Array.from(stack.concat([5]))).toEqual([1, 8, 5]);
  watch.stop();
});

test("a method taken from a watched object works on others, inherited objects, and after the end", () => {
  const map = new Map<string, number>();
  const watch = watching("Map", map);
  const { set } = map;
  const other = new Map<string, number>();
  set.call(other, "x", 1);
  expect(other.get("x")).toBe(1);
  expect(() => set.call({} as Map<string, number>, "x", 1)).toThrow(TypeError);
  expect(() => set.call(undefined as never, "x", 1)).toThrow(TypeError);
  expect(() => (Object.create(map) as typeof map).set("x", 1)).toThrow(/incompatible receiver/);
  watch.stop();
  expect(set.call(map, "late", 1)).toBe(map);
  expect(watch.report().inserts).toBe(0);
});

test("a prototype that is patched during the watch takes effect", () => {
  class Store extends Map<string, number> {}
  const store = new Store();
  const watch = watching("Map", store);
  Store.prototype.set = function (key, value) {
    return Map.prototype.set.call(this, key, value + 1) as Store;
  };
  store.set("a", 1);
  expect(store.get("a")).toBe(2);
  Object.defineProperty(Store.prototype, "set", {
    get: () => () => "from a getter",
    configurable: true,
  });
  expect(store.set("b", 1)).toBe("from a getter");
  watch.stop();
});

test("a method that the program puts in place of the watch stays when the watch ends", () => {
  const map = new Map<string, number>();
  const watch = watching("Map", map);
  const own = (): typeof map => map;
  map.set = own;
  watch.stop();
  expect(Object.getOwnPropertyDescriptors(map)).toEqual({
    set: { value: own, writable: true, enumerable: true, configurable: true },
  });
});

test("an emitter notifies, returns and counts `once` once", () => {
  const emitter = new EventEmitter();
  const announced: string[] = [];
  emitter.on("newListener", (event: string) => announced.push(event));
  const heard: number[] = [];
  emitter.on("data", (n: number) => heard.push(n));
  const watch = watching("listeners", emitter, "data");
  const listener = (n: number): number => heard.push(n * 10);
  expect(emitter.once("data", listener)).toBe(emitter);
  emitter.on("other", listener);
  emitter.prependListener("data", listener);
  expect(emitter.listeners("data")).toHaveLength(3);
  expect(emitter.rawListeners("data")).toHaveLength(3);
  emitter.emit("data", 1);
  expect(heard).toEqual([10, 1, 10]);
  expect(announced).toEqual(["data", "data", "other", "data"]);
  expect(emitter.off("data", listener)).toBe(emitter);
  watch.stop();
  expect(watch.report()).toMatchObject({ inserts: 2, removed: 2 });
  expect(Reflect.ownKeys(emitter)).toEqual(Reflect.ownKeys(new EventEmitter()));
});

test("an abort signal still calls its listeners, each once", () => {
  const controller = new AbortController();
  const watch = watching("listeners", controller.signal, "abort");
  let aborted = 0;
  const listener = (): number => aborted++;
  controller.signal.addEventListener("abort", listener, { once: true });
  controller.signal.addEventListener("abort", listener, { once: true });
  expect(watch.report().inserts).toBe(1);
  controller.abort();
  expect(aborted).toBe(1);
  watch.stop();
  expect(Object.hasOwn(controller.signal, "addEventListener")).toBe(false);
});

test.each([
  ["a frozen array", "Array", () => Object.freeze([1]), "it is frozen"],
  ["a sealed Map", "Map", () => Object.seal(new Map()), "it is frozen"],
  ["a Set that takes no properties", "Set", () => Object.preventExtensions(new Set()), "it is frozen"],
  [
    "a Map with its own set",
    "Map",
    () => Object.assign(new Map(), { set() {} }),
    "it has a 'set' of its own",
  ],
  ["a plain object", "object", () => ({}), "nothing is called to add to it"],
] as const)("%s is refused and left alone", (_what, kind, make, reason) => {
  const owner = make();
  const before = Object.getOwnPropertyDescriptors(owner);
  expect(watchOn(kind, owner).start()).toEqual({ watched: false, reason });
  expect(Object.getOwnPropertyDescriptors(owner)).toEqual(before);
});

test("a second watch on the same object is refused, and its end leaves the first", () => {
  const map = new Map<number, number>();
  const first = watching("Map", map);
  const second = watchOn("Map", map);
  expect(second.start()).toMatchObject({ watched: false });
  second.stop();
  map.set(1, 1);
  expect(first.report().inserts).toBe(1);
  first.stop();
  expect(Reflect.ownKeys(map)).toEqual([]);
});

test("the line that adds is seen, and the watch itself is not", () => {
  const map = new Map<number, number>();
  const watch = watching("Map", map);
  function register(n: number): void {
    map.set(n, n);
  }
  for (let i = 0; i < 10; i++) register(i);
  const [stack, ...others] = watch.report().stacks;
  expect(others).toEqual([]);
  expect(stack!.weight).toBe(10);
  expect(stack!.frames[0]!.function).toBe("register");
  expect(stack!.frames[0]!.file).toContain("watch.test.ts");
});

test("keys that the program stores under another name say nothing about survival", () => {
  class Headers extends Map<string, number> {
    override set(key: string, value: number): this {
      return super.set(key.toLowerCase(), value);
    }
  }
  const headers = new Headers();
  const watch = watching("Map", headers);
  for (let i = 0; i < 40; i++) headers.set(`X-${i}`, i);
  expect(watch.report()).toMatchObject({ inserts: 40, survivors: null });
});
