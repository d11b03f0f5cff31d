/** `npm run bench -- NAME [flags]`: runs `bench/NAME/bench.ts`; without a name, lists what there is. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ready } from "./ready.mjs";
import { root, run } from "./step.mjs";

const [name, ...flags] = process.argv.slice(2);
const names = readdirSync(join(root, "bench")).filter((entry) =>
  existsSync(join(root, "bench", entry, "bench.ts")),
);
if (!name || !names.includes(name)) {
  console.error(
    `bench: ${name ? `there is no benchmark ${name}` : "name a benchmark"}: choose from ${names.join(", ")}`,
  );
  process.exit(2);
}
await ready();
const { code } = await run(
  process.execPath,
  ["--import", "tsx", join(root, "bench", name, "bench.ts"), ...flags],
  {
    show: true,
  },
);
process.exitCode = code;
