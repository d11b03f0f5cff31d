import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import {
  Collections,
  counterOf,
  countsEvents,
  emitterCounter,
  eventCounter,
  eventTable,
  isHeavy,
  isTooHeavy,
  targetCounter,
} from "./collections.ts";
import { Internals } from "./internals.ts";
import { ownValue } from "./native.ts";
import type { NodeIndex } from "./paths.ts";
import { eachTimer, eachTimerList, timerCounter, timerLists } from "./timers.ts";

const node = 0 as NodeIndex;

test("a Map, a Set, an array and an object are counted by what they hold", () => {
  const map = new Map([[1, 1]]);
  const set = new Set([1, 2]);
  const array = [1, 2, 3];
  const object: Record<string, number> = { a: 1, b: 2, c: 3, d: 4 };
  const counters = [
    counterOf("Map", map),
    counterOf("Set", set),
    counterOf("Array", array),
    counterOf("object", object),
  ];
  expect(counters.map((count) => count())).toEqual([1, 2, 3, 4]);
  map.clear();
  set.add(9);
  array.length = 1;
  delete object["a"];
  expect(counters.map((count) => count())).toEqual([0, 3, 1, 3]);
});

test("what has taken a collection's place in its property is counted instead, if it is of the same kind", () => {
  const original = [1, 2, 3];
  const holder: { items: unknown } = { items: original };
  const count = counterOf("Array", original, { holder, key: "items", within: null });
  holder.items = [...original, 4];
  expect(count()).toBe(4);
  const trap = (): never => {
    throw new Error("trapped");
  };
  const others = [new Map(), { length: 9 }, null, "text", new Proxy([], { get: trap, has: trap })];
  for (const other of others) {
    holder.items = other;
    expect(count()).toBe(3);
  }
  Object.defineProperty(holder, "items", { get: trap });
  expect(count()).toBe(3);
});

test("a queue in a ring is counted by what it holds: not by the room ahead of it, nor by what was taken", () => {
  const ring = Array.from<number | undefined>({ length: 700 }).fill(1);
  const count = counterOf("Array", ring);
  expect(count()).toBe(700);
  ring.length = 1024;
  expect(count()).toBe(700);
  ring.fill(undefined, 0, 100);
  expect(count()).toBe(600);
  ring.length = 20_000;
  ring.fill(2, 700, 10_100);
  expect(count()).toBeGreaterThan(9_900);
  expect(count()).toBeLessThan(10_100);
  expect(counterOf("Array", Array.from({ length: 100 }))()).toBe(100);
});

test("a collection in an object that is replaced by a copy of itself is followed", () => {
  const store: { state: { users: unknown[] } } = { state: { users: [1] } };
  const outer = { holder: store, key: "state", within: null };
  const count = counterOf("Array", store.state.users, { holder: store.state, key: "users", within: outer });
  store.state = { ...store.state, users: [...store.state.users, 2] };
  expect(count()).toBe(2);
});

test("an overridden size is not asked", () => {
  class Liar extends Map {
    override get size(): number {
      throw new Error("asked");
    }
  }
  expect(counterOf("Map", new Liar())()).toBe(0);
});

test("of a queue that keeps how far it has come, what is done does not count", () => {
  const queue = Symbol("queue");
  const index = Symbol("running index");
  const client = { [queue]: [null, null, {}, {}, {}] as (object | null)[], [index]: 2 };
  const count = counterOf("Array", client[queue], { holder: client, key: queue, within: null });
  const seen = [count()];
  client[queue].push({}, {});
  client[index] = 6;
  seen.push(count());
  expect(seen).toEqual([3, 1]);
  const other = { [queue]: [1, 2] };
  expect(counterOf("Array", other[queue], { holder: other, key: queue, within: null })()).toBe(2);
});

test("listeners of an emitter are counted as none, one function, an array, and none again", () => {
  const emitter = new EventEmitter();
  const count = emitterCounter(emitter, "data");
  const [first, second] = [(): void => {}, (): void => {}];
  const seen = [count()];
  emitter.on("data", first);
  seen.push(count());
  emitter.once("data", second);
  emitter.prependListener("data", second);
  seen.push(count());
  emitter.off("data", first);
  seen.push(count());
  emitter.removeAllListeners();
  seen.push(count());
  expect(seen).toEqual([0, 1, 3, 2, 0]);
  expect(emitterCounter(Object.assign(new EventEmitter(), { _events: undefined }), "data")()).toBe(0);
});

test("the events that an emitter has listeners for are counted, and of what keeps no number of them none", () => {
  const emitter = new EventEmitter();
  const count = eventCounter(emitter);
  const seen = [count()];
  for (const id of [1, 2, 3]) emitter.once(`reply:${id}`, () => {});
  emitter.on("reply:3", () => {});
  seen.push(count());
  emitter.emit("reply:1");
  seen.push(count());
  emitter.removeAllListeners();
  seen.push(count());
  expect(seen).toEqual([0, 3, 2, 0]);
  expect([emitter, { _events: {} }].map(countsEvents)).toEqual([true, false]);
  expect(eventCounter({ _events: {} })()).toBeNull();
});

test("a list of listeners behind a Proxy is left alone", () => {
  const trap = (): never => {
    throw new Error("trapped");
  };
  const hidden = new Proxy([], { get: trap, getOwnPropertyDescriptor: trap });
  expect(emitterCounter(Object.assign(new EventEmitter(), { _events: { data: hidden } }), "data")()).toBe(0);
});

test("listeners of an EventTarget and of an abort signal are counted, removed ones not", () => {
  for (const target of [new EventTarget(), new AbortController().signal]) {
    const count = targetCounter(target, "abort");
    const [first, second] = [(): void => {}, (): void => {}];
    expect(count()).toBe(0);
    target.addEventListener("abort", first);
    target.addEventListener("abort", first);
    target.addEventListener("abort", second, { once: true });
    target.addEventListener("other", second);
    expect(count()).toBe(2);
    expect([...eventTable(target)!.keys()]).toEqual(["abort", "other"]);
    target.dispatchEvent(new Event("abort"));
    expect(count()).toBe(1);
    target.removeEventListener("abort", first);
    expect(count()).toBe(0);
  }
  expect(eventTable({})).toBeNull();
});

test("waiting timers are counted by their duration, cleared and fired ones not", () => {
  const internals = new Internals();
  const table = timerLists(internals)!;
  internals.close();
  const duration = 7_654_321;
  const count = timerCounter(table, String(duration));
  expect(count()).toBe(0);
  const timers = Array.from({ length: 5 }, () => setTimeout(() => {}, duration));
  expect(count()).toBe(5);
  const list = new Map(eachTimerList(table)).get(String(duration))!;
  expect([...eachTimer(list)]).toEqual(timers);
  expect(ownValue([...eachTimer(list)][0]!, "_onTimeout")).toBeTypeOf("function");
  clearTimeout(timers[2]);
  expect(count()).toBe(4);
  for (const timer of timers) clearTimeout(timer);
  expect(count()).toBe(0);
});

test("what is gone counts as null, and is not kept alive", async () => {
  const { gc } = globalThis as { gc?: () => void };
  const collections = new Collections();
  (function plant(): void {
    const emitter = new EventEmitter();
    collections.add("Map", node, new Map(), null, counterOf("Map", new Map()));
    collections.add("listeners", node, emitter, "data", emitterCounter(emitter, "data"));
    const target = new EventTarget();
    collections.add("listeners", node, target, "abort", targetCounter(target, "abort"));
  })();
  const collect = gc ?? (await collector());
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  expect([...collections].map(({ owner }) => owner())).toEqual([undefined, undefined, undefined]);
  expect([...collections].map(({ count }) => count())).toEqual([null, null, null]);
});

/** The collector of this process, which was started without `--expose-gc`. */
async function collector(): Promise<() => void> {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

test("ids follow the order of discovery, and a number of entries that is known is not counted again", () => {
  const collections = new Collections();
  const map = new Map([[1, 1]]);
  const first = collections.add("Map", node, map, null, counterOf("Map", map));
  const keys = Array.from({ length: 50_000 }, (_, index) => `k${index}`);
  const second = collections.add("object", node, {}, null, () => expect.unreachable(), { keys });
  expect([first.id, second.id, collections.length, collections.get(1)]).toEqual([0, 1, 2, second]);
  expect([first.first, second.first]).toEqual([1, 50_000]);
  expect([isHeavy(first), isHeavy(second), isTooHeavy(second)]).toEqual([false, true, false]);
  expect(collections.get(7)).toBeUndefined();
});
