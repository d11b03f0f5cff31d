import { expect, test } from "vitest";
import { chainCounter, isLinked, linksOf } from "./chains.ts";

interface Link {
  readonly value: number;
  next: Link | null;
}

function listOf(length: number, last: Link | null = null): Link {
  let head = last;
  for (let value = length; value > 0; value--) head = { value, next: head };
  return head!;
}

/** The last of so many links. */
function lastOf(head: Link, most = Infinity): Link {
  let link = head;
  for (let n = 1; n < most && link.next !== null; n++) link = link.next;
  return link;
}

const names = ["value", "next"];

test("four objects of a kind in a row are a chain, and what is nested or leads back to itself is none", () => {
  expect(linksOf(listOf(4), names)).toEqual(["next"]);
  expect(linksOf(listOf(3), names)).toEqual([]);
  const ring = listOf(3);
  lastOf(ring).next = ring;
  expect(isLinked(ring)).toBe(false);
  const trap = (): never => {
    throw new Error("asked");
  };
  expect(isLinked({ next: new Proxy({}, { get: trap, getPrototypeOf: trap }) })).toBe(false);
  expect(isLinked(Object.defineProperty({}, "next", { get: trap, enumerable: true }))).toBe(false);
});

test.each<[what: string, make: () => object]>([
  ["typed arrays", () => new Uint8Array(2)],
  ["Buffers", () => Buffer.alloc(2)],
  ["String objects", () => new String("ab")],
])("the properties of %s are not listed, as each element is one", (_what, make) => {
  const [first, ...others] = Array.from({ length: 5 }, make);
  others.reduce((last, next) => Object.assign(last, { next }) && next, first!);
  expect(isLinked(first!)).toBe(false);
});

test("a chain is counted wherever links are put: at its end, before its head, or while others are taken", () => {
  const queue = { head: listOf(5) };
  const count = chainCounter(queue.head, "next", { holder: queue, key: "head", within: null });
  expect(count()).toBe(5);
  lastOf(queue.head).next = listOf(3);
  expect(count()).toBe(8);
  queue.head = listOf(2, queue.head);
  expect(count()).toBe(10);
  queue.head = queue.head.next!.next!.next!;
  expect(count()).toBe(7);
});

test.each([
  [5, 3],
  [30_000, 20],
])(
  "a chain of %i links that loses as many at its end as come before its head does not grow",
  (length, more) => {
    const recent = { head: listOf(length) };
    // What was cut off is still there, as it is until it is collected.
    const cut: Link[] = [];
    const count = chainCounter(recent.head, "next", { holder: recent, key: "head", within: null });
    const counts = Array.from({ length: 9 }, () => {
      const before = lastOf(recent.head, length - more);
      cut.push(before.next!);
      before.next = null;
      recent.head = listOf(more, recent.head);
      return count();
    });
    expect(counts.at(-1)).toBe(length);
    expect(cut).toHaveLength(9);
  },
);

test("a chain that is too long to follow is not counted, and does not seem to grow", () => {
  const count = chainCounter(listOf(70_000), "next", null);
  expect([count(), count()]).toEqual([null, null]);
});
