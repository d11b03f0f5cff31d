/** Removes from `dist/` what has no source any more: `tsc -b` leaves the output of a renamed file, and it would be published. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./step.mjs";

const dist = join(root, "dist");
const files = existsSync(dist) ? readdirSync(dist, { recursive: true }) : [];
for (const file of files) {
  const [, name] = /^(.+?)\.(?:js|js\.map|d\.ts)$/.exec(file) ?? [];
  if (name && !existsSync(join(root, "src", `${name}.ts`))) rmSync(join(dist, file));
}
