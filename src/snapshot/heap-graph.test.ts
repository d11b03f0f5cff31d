import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heapText, type TestEdge, type TestNode } from "../../test/build/heap-text.ts";
import { buildGraph } from "./heap-graph.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

function graphOf(nodes: readonly TestNode[]): ReturnType<typeof buildGraph> {
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes)));
  return buildGraph(reader.finish());
}

interface Expected {
  readonly reached: ReadonlySet<number>;
  readonly dominators: readonly number[];
  readonly shallow: readonly number[];
  readonly retained: readonly number[];
}

/**
 * DevTools' rules in the plainest words: a node dominates another when without it the other cannot be reached any
 * more. Slow on purpose, and made of nothing that the graph is made of.
 */
function oracle(nodes: readonly TestNode[]): Expected {
  const all = nodes.flatMap((node, from) =>
    (node.edges ?? []).map(([type, name, to]) => ({ from, type, name, to })),
  );
  const strong = all.filter(({ type }) => type !== "weak");
  const reach = (edges: readonly { from: number; to: number }[], starts: readonly number[], without = -1) => {
    const seen = new Set<number>();
    const waiting = starts.filter((start) => start !== without);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      for (const edge of edges) if (edge.from === node && edge.to !== without) waiting.push(edge.to);
    }
    return seen;
  };
  const userRoots = all.filter(({ from, type }) => from === 0 && type === "shortcut").map(({ to }) => to);
  const owned = reach(strong, userRoots);
  const isPair = (edge: (typeof all)[number]): boolean => {
    const table = /pair in WeakMap \(table @(\d+)\)$/u.exec(String(edge.name))?.[1];
    return edge.type === "internal" && table !== undefined && Number(table) === edge.from * 2 + 1;
  };
  const essential = strong.filter((edge) => {
    if (edge.from === edge.to || isPair(edge)) return false;
    if (edge.from === 0) return true;
    return edge.type !== "shortcut" && (!owned.has(edge.to) || owned.has(edge.from));
  });
  const reached = reach(essential, [0]);
  const hung = [...essential];
  for (const node of nodes.keys())
    if (!reached.has(node) && !essential.some(({ to }) => to === node))
      hung.push({ ...all[0]!, from: 0, to: node });
  const withOrphans = reach(hung, [0]);
  for (const node of nodes.keys()) if (!withOrphans.has(node)) hung.push({ ...all[0]!, from: 0, to: node });
  const dominated = nodes.map((_, node) => {
    const left = reach(hung, [0], node);
    return new Set([...nodes.keys()].filter((other) => node === 0 || !left.has(other)));
  });
  const dominators = nodes.map((_, node) => {
    const above = [...nodes.keys()].filter((other) => other !== node && dominated[other]!.has(node));
    return node === 0 ? 0 : above.reduce((a, b) => (dominated[a]!.size <= dominated[b]!.size ? a : b));
  });
  const shallow = shallowSizes(nodes, strong, userRoots.length > 0);
  const retained = dominated.map((below) => [...below].reduce((sum, node) => sum + shallow[node]!, 0));
  return { reached, dominators, shallow, retained };
}

/** A hidden node or array gives its size to the one other node from which it is reached through such nodes only. */
function shallowSizes(
  nodes: readonly TestNode[],
  strong: readonly { from: number; to: number }[],
  hasUserRoots: boolean,
): number[] {
  const sizes = nodes.map(({ size = 0 }) => size);
  const isOwnable = (node: number): boolean => ["hidden", "array"].includes(nodes[node]!.type ?? "object");
  if (!hasUserRoots) return sizes;
  const given = [...sizes];
  for (const node of nodes.keys()) {
    if (!isOwnable(node)) continue;
    const owners = new Set<number>();
    const seen = new Set<number>();
    const waiting = [node];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const { from, to } of strong) {
        if (to !== at || from === to) continue;
        if (isOwnable(from)) waiting.push(from);
        else owners.add(from);
      }
    }
    const [owner] = owners;
    if (owners.size !== 1 || owner === 0 || nodes[owner!]!.type === "synthetic") continue;
    given[owner!]! += sizes[node]!;
    given[node]! -= sizes[node]!;
  }
  return given;
}

const SIZE = 11;
const edge = fc.tuple(
  fc.constantFrom<TestEdge[0]>("property", "internal", "context", "element", "weak", "hidden"),
  // Nothing ever leads to the root.
  fc.integer({ min: 1, max: SIZE - 1 }),
);
const heap = fc
  .array(
    fc.record({
      type: fc.constantFrom<NonNullable<TestNode["type"]>>(
        "object",
        "array",
        "hidden",
        "closure",
        "synthetic",
      ),
      size: fc.nat(100),
      edges: fc.array(edge, { maxLength: 4 }),
    }),
    { minLength: 2, maxLength: SIZE },
  )
  .chain((nodes) => {
    const node = fc.integer({ min: 1, max: nodes.length - 1 });
    return fc.record({
      nodes: fc.constant(nodes),
      userRoots: fc.array(node, { maxLength: 2 }),
      pairs: fc.array(fc.tuple(node, node, node), { maxLength: 2 }),
    });
  })
  .map(({ nodes, userRoots, pairs }): TestNode[] => {
    const made = nodes.map(({ type, size, edges }, i) => ({
      type: i === 0 ? ("synthetic" as const) : type,
      size,
      edges: edges
        .filter(([, to]) => to < nodes.length)
        .map(([kind, to]): TestEdge => [kind, kind === "element" || kind === "hidden" ? to : `e${to}`, to]),
    }));
    for (const root of userRoots) made[0]!.edges.push(["shortcut", "global", root]);
    for (const [key, table, value] of pairs) {
      const name = `1 / part of key (Key @${key * 2 + 1}) -> value (Value @${value * 2 + 1}) pair in WeakMap (table @${table * 2 + 1})`;
      made[key]!.edges.push(["internal", name, value]);
      made[table]!.edges.push(["internal", name, value]);
    }
    return made;
  });

describe("on graphs of any shape", () => {
  test("dominators, shallow and retained sizes are what the plainest reading of the rules gives", () => {
    fc.assert(
      fc.property(heap, (nodes) => {
        const graph = graphOf(nodes);
        const expected = oracle(nodes);
        const reached = new Set(graph.order.subarray(0, graph.reachableCount));
        expect(reached).toEqual(expected.reached);
        expect([...graph.shallowSizes]).toEqual(expected.shallow);
        const ofReached = (values: ArrayLike<number>): number[] => [...reached].map((node) => values[node]!);
        expect(ofReached(graph.dominators)).toEqual(ofReached(expected.dominators));
        expect(ofReached(graph.retainedSizes)).toEqual(ofReached(expected.retained));
      }),
      { numRuns: 1500 },
    );
  });

  test("a dominator comes before what it dominates, and all sizes are kept", () => {
    fc.assert(
      fc.property(heap, (nodes) => {
        const graph = graphOf(nodes);
        const place = new Map([...graph.order].map((node, i) => [node, i]));
        expect(place.size).toBe(nodes.length);
        for (const node of nodes.keys())
          if (node > 0) expect(place.get(graph.dominators[node]!)).toBeLessThan(place.get(node)!);
        expect(graph.retainedSizes[0]).toBe(nodes.reduce((sum, { size = 0 }) => sum + size, 0));
      }),
    );
  });
});

test("a list of a hundred thousand objects, each held by the one before, needs no call stack", () => {
  const length = 100_000;
  const nodes = Array.from({ length }, (_, i): TestNode => ({
    type: i === 0 ? "synthetic" : "object",
    name: "Entry",
    size: 16,
    edges: i + 1 < length ? [["property", "next", i + 1]] : [],
  }));
  const graph = graphOf(nodes);
  expect(graph.retainedSizes[1]).toBe((length - 1) * 16);
  expect(graph.dominators[length - 1]).toBe(length - 2);
});

test("sizes beyond four gigabytes are exact", () => {
  const graph = graphOf([
    { type: "synthetic", edges: [["property", "a", 1]] },
    { type: "native", size: 2 ** 33 + 1, edges: [["internal", "b", 2]] },
    { type: "native", size: 2 ** 32 },
  ]);
  expect([...graph.retainedSizes]).toEqual([2 ** 33 + 2 ** 32 + 1, 2 ** 33 + 2 ** 32 + 1, 2 ** 32]);
  expect([...graph.shallowSizes]).toEqual([0, 2 ** 33 + 1, 2 ** 32]);
});
