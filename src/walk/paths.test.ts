import fc from "fast-check";
import { expect, test } from "vitest";
import { Paths, type NodeIndex } from "./paths.ts";
import { Reach } from "./reach.ts";
import type { StepKind } from "./protocol.ts";

const kinds = fc.constantFrom<StepKind>("property", "private", "element", "prototype", "symbol", "listeners");
const edge = fc.record({ from: fc.nat(30), to: fc.nat(30), kind: kinds });
const objects = Array.from({ length: 31 }, (_, id) => ({ id }));

/** Walks a graph of objects as the walk does: one root, then cheapest first; a few are demoted on the way. */
function walkGraph(
  edges: readonly { from: number; to: number; kind: StepKind }[],
  roots: readonly { to: number; cost: number }[],
  demoted: readonly number[],
): { paths: Paths; nodes: Map<object, NodeIndex> } {
  const paths = new Paths();
  const reach = new Reach(paths, new WeakSet());
  const nodes = new Map<object, NodeIndex>();
  for (const { to, cost } of roots) reach.root(objects[to]!, "exports", `file${to}`, cost);
  for (let next = reach.frontier.pop(); next !== undefined; next = reach.frontier.pop()) {
    const { value, node } = next;
    nodes.set(value, node);
    const id = objects.indexOf(value as { id: number });
    if (demoted.includes(id)) reach.demote(node);
    for (const { from, to, kind } of edges)
      if (from === id) {
        // What a function closes over may be found at any time, at a cost of its own.
        if (kind === "symbol") reach.moduleVariable(objects[to], `v${to}`, 1);
        else reach.follow(objects[to], node, kind, `p${to}`);
      }
  }
  return { paths, nodes };
}

const graph = fc.record({
  edges: fc.array(edge, { maxLength: 120 }),
  roots: fc.array(fc.record({ to: fc.nat(30), cost: fc.nat(40) }), { minLength: 1, maxLength: 4 }),
  demoted: fc.array(fc.nat(30), { maxLength: 3 }),
});

test("every path ends at a root, costs fall towards it, and none runs in a circle", () => {
  fc.assert(
    fc.property(graph, ({ edges, roots, demoted }) => {
      const { paths, nodes } = walkGraph(edges, roots, demoted);
      for (const node of nodes.values()) {
        let hops = 0;
        for (let at: NodeIndex = node; ; hops++) {
          expect(hops).toBeLessThanOrEqual(nodes.size);
          const parent = paths.parent(at);
          if (parent === null) break;
          expect(paths.cost(parent)).toBeLessThan(paths.cost(at));
          at = parent;
        }
        expect(paths.steps(node)).toHaveLength(hops + 1);
        expect(["exports", "module"]).toContain(paths.steps(node)[0]!.kind);
      }
    }),
  );
});

const stepCosts: Partial<Record<StepKind, number>> = {
  property: 3,
  private: 3,
  element: 6,
  prototype: 3,
  listeners: 8,
};

test("where all roots are known at the start, each path is a cheapest one", () => {
  fc.assert(
    fc.property(graph, ({ edges, roots }) => {
      const plain = edges.filter(({ kind }) => kind !== "symbol");
      const { paths, nodes } = walkGraph(plain, roots, []);
      const best = objects.map((_, id) =>
        Math.min(Infinity, ...roots.filter(({ to }) => to === id).map(({ cost }) => cost)),
      );
      for (const _ of objects)
        for (const { from, to, kind } of plain)
          best[to] = Math.min(best[to]!, best[from]! + stepCosts[kind]!);
      for (const [id, object] of objects.entries()) {
        const node = nodes.get(object);
        if (best[id]! <= 160) expect(paths.cost(node!)).toBe(best[id]);
        else expect(node).toBeUndefined();
      }
    }),
  );
});

test("steps are written root first, with kind, name and class", () => {
  const paths = new Paths();
  const pool = paths.add(null, "module", "pool", 3, 7);
  const waiting = paths.add(pool, "private", "#waiting", 6, 7);
  paths.setClass(pool, "Pool");
  expect(paths.steps(waiting)).toEqual([
    { kind: "module", name: "pool", className: "Pool" },
    { kind: "private", name: "#waiting", className: "" },
  ]);
  expect(paths.origins(waiting)).toEqual([{ script: 7, name: "pool" }]);
  expect(paths.exportingFile(waiting)).toBeNull();
});

test("modules that share a variable are told apart, up to six, each once", () => {
  const paths = new Paths();
  const shared = paths.add(null, "module", "store", 3, 1);
  for (const script of [1, 2, 2, 3, 4, 5, 6, 7, 8, 9]) paths.addAlias(shared, script, `store${script}`);
  expect(paths.origins(shared).map(({ script }) => script)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("exporters and limits are looked for on the way", () => {
  const paths = new Paths();
  const exported = paths.add(null, "exports", "/app/cache.js", 4, -1);
  const entries = paths.add(exported, "property", "entries", 7, -1);
  paths.addExporter(exported, "/app/index.js");
  paths.addExporter(exported, "/app/index.js");
  paths.setCapacity(exported, { name: "max", value: 500 });
  paths.setCapacity(exported, null);
  expect(paths.exporters(entries)).toEqual(["/app/index.js"]);
  expect(paths.capacity(entries)).toEqual({ name: "max", value: 500 });
  expect(paths.exportingFile(entries)).toBe("/app/cache.js");
});
