/** memlab's own parser, dominators and retained sizes: `memlab.cjs FOLDER FILE [AFTER]`, FOLDER having node_modules. */
const { createRequire } = require("node:module");
const [folder, file, after] = process.argv.slice(2);
const { TraceFinder, config, utils } = createRequire(`${folder}/`)("@memlab/core");
config.muteConsole = true;

async function load(path) {
  const heap = await utils.getSnapshotFromFile(path, { buildNodeIdIndex: true, verbose: false });
  new TraceFinder().calculateAllNodesRetainedSizes(heap);
  return heap;
}

/** What `memlab analyze unbound-collection` does: entries of collections that are in both. */
function grown(before, now) {
  const rows = [];
  now.nodes.forEach((node) => {
    if (!/^(?:Map|Set|Array|Object)$/.test(node.name)) return;
    const earlier = before.getNodeById(node.id);
    const gain = earlier ? node.edge_count - earlier.edge_count : 0;
    const table = node.references.find((edge) => edge.name_or_index === "table")?.toNode;
    const earlierTable = earlier?.references.find((edge) => edge.name_or_index === "table")?.toNode;
    if (table && earlierTable)
      rows.push([table.edge_count - earlierTable.edge_count, `${node.name} @${node.id}`]);
    else if (gain > 0) rows.push([gain, `${node.name} @${node.id}`]);
  });
  return rows.sort((a, b) => b[0] - a[0]).slice(0, 3);
}

void (async () => {
  const { report } = await import("./cost.mjs");
  const before = await load(file);
  if (after === undefined) return report(`${before.nodes.length} nodes`);
  report(JSON.stringify(grown(before, await load(after))));
})();
