/** @vscode/v8-heap-parser, which computes retained sizes for its class groups: `vscode.cjs FOLDER FILE`. */
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const [folder, file] = process.argv.slice(2);
const { decode_bytes: decode } = createRequire(`${folder}/`)("@vscode/v8-heap-parser");

void (async () => {
  const { report } = await import("./cost.mjs");
  let answer;
  try {
    const graph = decode(readFileSync(file));
    answer = `${graph.get_class_groups(0, 100, false).length} classes`;
  } catch (error) {
    answer = `failed: ${String(error).slice(0, 60)}`;
  }
  report(answer);
})();
