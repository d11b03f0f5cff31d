/** Puts the finding of a demo into README.md, word for word: `NO_COLOR=1 npm run --silent demo | node scripts/readme.mjs`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./step.mjs";

const lines = readFileSync(0, "utf8").split("\n");
const command = lines.findIndex((line) => line.startsWith("$ npx sawtooth find"));
const first = lines.findIndex((line) => line.startsWith(" LEAK "));
const last = lines.findIndex((line) => line.startsWith(" cost "));
if (command < 0 || first < command || last < first) {
  console.error("readme: no finding in the input: pipe the output of `npm run demo` into this");
  process.exit(1);
}
const target = lines[first - 2];
const finding = [lines[command], "", target, "", ...lines.slice(first, last + 1)].join("\n");
const file = join(root, "README.md");
const text = readFileSync(file, "utf8");
const block = /(<!-- demo:.*-->\n)[^]*?(\n<!-- \/demo -->)/u;
writeFileSync(
  file,
  text.replace(block, (_whole, open, close) => `${open}\n\`\`\`\n${finding}\n\`\`\`\n${close}`),
);
