"use strict";
/**
 * `memlab analyze unbound-collection` on the snapshots of a folder, and the edge that `memlab trace` would show to hold
 * the first of its collections. Prints a JSON array of `{ kind, name }`.
 *
 *     node memlab-growth.cjs PATH-OF-@memlab/heap-analysis FOLDER MOST
 */
const { createRequire } = require("node:module");
const { join } = require("node:path");
const [, , heapAnalysis, folder, most] = process.argv;
const load = createRequire(join(heapAnalysis, "package.json"));
const { TraceFinder, utils, info } = load("@memlab/core");
const Analysis = load("./dist/plugins/CollectionUnboundGrowthAnalysis").default;

/** Edges that lead into a collection's own parts, or that have no name of the program's. */
const isNamed = ({ type, name_or_index: name }) =>
  (type === "property" || type === "context") && typeof name === "string" && name !== "table";

async function grown() {
  const said = [];
  for (const level of ["topLevel", "midLevel", "lowLevel", "overwrite"])
    info[level] = (text) => said.push(String(text));
  await new Analysis().process({ args: { "snapshot-dir": folder } });
  return [...said.join("\n").matchAll(/(\w+).{0,12} \[\w+\].{0,12}\(.{0,6}@(\d+)/gu)].map(([, kind, id]) => ({
    kind,
    id: Number(id),
  }));
}

async function main() {
  const first = (await grown()).slice(0, Number(most));
  const snapshot = await utils.getSnapshotFromFile(join(folder, "s2.heapsnapshot"), {
    buildNodeIdIndex: true,
  });
  new TraceFinder().annotateShortestPaths(snapshot);
  const answers = first.map(({ kind, id }) => {
    let edge = snapshot.getNodeById(id)?.pathEdge;
    while (edge && !isNamed(edge)) edge = edge.fromNode.pathEdge;
    return { kind, name: edge?.name_or_index ?? null };
  });
  process.stdout.write(`\n${JSON.stringify(answers)}\n`);
}

void main();
