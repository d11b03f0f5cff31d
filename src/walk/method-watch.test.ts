import { inspect } from "node:util";
import { expect, test } from "vitest";
import { chainCounter } from "./chains.ts";
import { Collections, counterOf } from "./collections.ts";
import { MethodWatch } from "./method-watch.ts";
import type { NodeIndex } from "./paths.ts";

const node = 0 as NodeIndex;

class Base {
  readonly slots: unknown[] = [];

  put(value: unknown): this {
    this.slots[this.slots.length] = value;
    return this;
  }
}

class Ring extends Base {
  get size(): number {
    throw new Error("asked");
  }

  putTwice(value: unknown): number {
    this.put(value).put(value);
    return this.slots.length;
  }

  fail(): never {
    throw new RangeError("full");
  }
}

function watchOn(ring: Ring): MethodWatch {
  const slot = { holder: ring, key: "slots", within: null };
  const count = counterOf("Array", ring.slots, slot);
  return new MethodWatch(new Collections().add("Array", node, ring.slots, null, count, { slot }));
}

test("callers of an instance's methods are seen, the outermost call alone, and the instance is as before", () => {
  const [ring, twin] = [new Ring(), new Ring()];
  const watch = watchOn(ring);
  expect(watch.start()).toEqual({ watched: true });
  expect([Object.keys(ring), inspect(ring), JSON.stringify(ring)]).toEqual([
    Object.keys(twin),
    inspect(twin),
    JSON.stringify(twin),
  ]);
  expect(ring.put(1)).toBe(ring);
  expect(ring.putTwice(2)).toBe(3);
  expect(() => ring.fail()).toThrow(RangeError);
  expect([ring.put.length, ring.put.name]).toEqual([1, "put"]);
  const { calls = [], inserts } = watch.report();
  expect(calls.map(({ method, stacks }) => [method, stacks[0]!.weight])).toEqual([
    ["putTwice", 1],
    ["fail", 1],
    ["put", 1],
  ]);
  expect(calls[0]!.stacks[0]!.frames[0]!.file).toContain("method-watch.test.ts");
  expect(inserts).toBe(0);
  watch.stop();
  expect(Reflect.ownKeys(ring)).toEqual(["slots"]);
});

test("a method that was seen often enough is left alone, and so is one the program has put in its place", () => {
  const ring = new Ring();
  const watch = watchOn(ring);
  watch.start();
  for (let n = 0; n < 200; n++) ring.put(n);
  expect(Object.hasOwn(ring, "put")).toBe(false);
  const own = (): number => 0;
  ring.putTwice = own;
  watch.stop();
  expect([ring.putTwice, ring.slots.length]).toEqual([own, 200]);
});

test("of a chain those calls count that made it longer", () => {
  class List {
    head: { next: unknown } = { next: { next: { next: { next: null } } } };

    push(): void {
      this.head = { next: this.head };
    }

    peek(): unknown {
      return this.head;
    }
  }
  const list = new List();
  const slot = { holder: list, key: "head", within: null };
  const count = chainCounter(list.head, "next", slot);
  const watch = new MethodWatch(new Collections().add("chain", node, list.head, "next", count, { slot }));
  watch.start();
  list.peek();
  list.push();
  expect(watch.report().calls?.map(({ method }) => method)).toEqual(["push"]);
  watch.stop();
});

test("what is held by no instance of a class, or by one that is frozen, is not watched", () => {
  const frozen = Object.freeze(new Ring());
  expect(watchOn(frozen).start().watched).toBe(false);
  const plain = { slots: [] };
  const slot = { holder: plain, key: "slots", within: null };
  const collection = new Collections().add("Array", node, plain.slots, null, () => 0, { slot });
  expect(new MethodWatch(collection).start().watched).toBe(false);
});
