import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildGraph, collectionAt, nodesNamed, pathsOf, SnapshotReader, type Paths } from "#snapshot";
import { root, targetNodes, type NodeBinary } from "../e2e/nodes.ts";

for (const node of targetNodes()) {
  if (node.file === null) {
    test.skip(`entries on Node ${node.major}: no such node in .nodes, run scripts/nodes.mjs`);
  } else describe(`entries of collections in a heap snapshot of Node ${node.major}`, () => suite(node));
}

function suite(node: NodeBinary): void {
  let folder = "";
  let truth: Readonly<Record<string, number>> = {};
  let where: Paths;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sawtooth-counts-"));
    const file = join(folder, "counts.heapsnapshot");
    const { stdout, status } = spawnSync(
      node.file,
      [join(root, "test", "programs", "heap", "counts.cjs"), file],
      {
        encoding: "utf8",
      },
    );
    expect(status).toBe(0);
    truth = JSON.parse(stdout) as Record<string, number>;
    const reader = new SnapshotReader();
    reader.push(readFileSync(file));
    where = pathsOf(buildGraph(reader.finish()));
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("are those that the program counted, for every kind, size and history", () => {
    const counted = Object.keys(truth).map((name) => {
      const [found = -1] = nodesNamed(where, name);
      return [name, collectionAt(where.heap, found)?.entries];
    });
    expect(Object.fromEntries(counted)).toEqual(truth);
  });

  test("fit into the room there is", () => {
    for (const name of Object.keys(truth)) {
      const collection = collectionAt(where.heap, nodesNamed(where, name)[0] ?? -1);
      if (collection?.capacity != null)
        expect(collection.capacity, name).toBeGreaterThanOrEqual(truth[name]!);
    }
  });
}
