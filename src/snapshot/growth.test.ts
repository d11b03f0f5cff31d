import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heapText, type TestNode } from "../../test/build/heap-text.ts";
import type { Graph } from "./graph.ts";
import { heapGrowth } from "./growth.ts";
import { buildGraph } from "./heap-graph.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

function graphOf(nodes: readonly TestNode[]): Graph {
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes)));
  return buildGraph(reader.finish());
}

/** A root, a global object, and objects with random references and sizes; ids are the same in every heap of one size. */
const objects = fc.array(
  fc.record({
    size: fc.integer({ min: 8, max: 500 }),
    name: fc.constantFrom("Session", "Object", "Array"),
    type: fc.constantFrom(...(["object", "closure", "array", "string", "hidden"] as const)),
    to: fc.array(
      fc.tuple(fc.constantFrom(...(["property", "element", "internal", "weak"] as const)), fc.nat(40)),
      {
        maxLength: 4,
      },
    ),
    present: fc.tuple(fc.boolean(), fc.boolean()),
  }),
  { minLength: 1, maxLength: 40 },
);

type Objects = typeof objects extends fc.Arbitrary<infer Value> ? Value : never;

function heapOf(all: Objects, side: 0 | 1): Graph {
  const kept = all.map(({ present }, index) => ({ index, here: present[side] })).filter(({ here }) => here);
  const place = new Map(kept.map(({ index }, row) => [index, row + 2]));
  const nodes = kept.map(({ index }): TestNode => {
    const { size, name, type, to } = all[index]!;
    return {
      type,
      name,
      size,
      id: index * 2 + 101,
      edges: to.flatMap(([kind, target]) => {
        const row = place.get(target);
        if (row === undefined) return [];
        return [[kind, kind === "element" ? target : `field${target}`, row] as const];
      }),
    };
  });
  return graphOf([
    { type: "synthetic", name: "", id: 1, edges: [["shortcut", "1", 1]] },
    {
      name: "global",
      id: 3,
      size: 40,
      edges: nodes.flatMap((_, row) => (row % 3 === 0 ? [["property", `g${row}`, row + 2] as const] : [])),
    },
    ...nodes,
  ]);
}

describe("the balance of two snapshots", () => {
  test("comes to the growth of the heap, to the byte, for any two heaps", () => {
    fc.assert(
      fc.property(objects, (all) => {
        const growth = heapGrowth(heapOf(all, 0), heapOf(all, 1));
        expect(growth.booked).toBe(growth.bytesAfter - growth.bytesBefore);
        const there = (side: 0 | 1): number => all.filter(({ present }) => present[side]).length + 2;
        expect(growth.objectsBefore).toBe(there(0));
        expect(growth.objectsAfter).toBe(there(1));
        const came = all.filter(({ present }) => !present[0] && present[1]).length;
        expect(growth.added).toBe(came);
      }),
      { numRuns: 300 },
    );
  });

  test("of a heap and itself is empty", () => {
    fc.assert(
      fc.property(objects, (all) => {
        const heap = heapOf(all, 0);
        const growth = heapGrowth(heap, heap);
        expect(growth.booked).toBe(0);
        expect(growth.holders).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

/** A service with a field that holds entries: how many, and from which id on. */
function service(entries: readonly number[], extra: Partial<TestNode> = {}): Graph {
  const first = 3;
  return graphOf([
    { type: "synthetic", name: "", id: 1, edges: [["shortcut", "1", 1]] },
    { name: "global", id: 3, size: 40, edges: [["property", "service", 2]] },
    {
      name: "Service",
      id: 5,
      size: 64,
      edges: entries.map((_, row) => ["element", row, first + row] as const),
      ...extra,
    },
    ...entries.map((id): TestNode => ({ name: "Entry", id, size: 100 })),
  ]);
}

const odd = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + 2 * i);

describe("a holder", () => {
  test("is named by the way to it, with its entries and what they weigh", () => {
    const { holders } = heapGrowth(service(odd(101, 20)), service(odd(101, 50)));
    expect(holders).toHaveLength(1);
    expect(holders[0]).toMatchObject({ before: 20, after: 50, net: 3000, kept: 1, added: 30, removed: 0 });
    expect(holders[0]?.steps.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["global service"]);
  });

  test("that replaced all of its entries by as many has gained nothing", () => {
    const { holders, booked } = heapGrowth(service(odd(101, 20)), service(odd(901, 20)));
    expect(booked).toBe(0);
    expect(holders.filter(({ net }) => net !== 0)).toEqual([]);
  });

  test("that replaced its entries by more kept none", () => {
    const [holder] = heapGrowth(service(odd(101, 20)), service(odd(901, 30))).holders;
    expect(holder).toMatchObject({ before: 20, after: 30, kept: 0, net: 1000 });
  });

  test("whose id was given to another class is another object", () => {
    const growth = heapGrowth(service(odd(101, 5)), service(odd(101, 5), { name: "Other" }));
    expect(growth.added).toBe(1);
    expect(growth.booked).toBe(0);
  });
});
