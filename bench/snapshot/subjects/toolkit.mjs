/** heap-snapshot-toolkit: `toolkit.mjs FOLDER FILE [AFTER]`, FOLDER having node_modules. */
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { report } from "./cost.mjs";

const [folder, file, after] = process.argv.slice(2);
const entry = createRequire(`${folder}/`).resolve("heap-snapshot-toolkit");
const { diffFromStreams, parse } = await import(pathToFileURL(entry).href);
if (after === undefined) {
  const heap = await parse(createReadStream(file, "utf8"));
  report(`${heap.nodeCount} nodes`);
} else {
  for await (const step of diffFromStreams(createReadStream(file, "utf8"), createReadStream(after, "utf8"))) {
    if (step.type !== "diff") continue;
    const rows = Object.values(step.result).toSorted((a, b) => b.sizeDelta - a.sizeDelta);
    report(
      rows
        .slice(0, 3)
        .map(({ name, sizeDelta }) => `${name} +${sizeDelta}`)
        .join(", "),
    );
  }
}
