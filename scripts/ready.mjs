/** Makes a checkout ready to run: dependencies as locked, `dist/` as the sources are. Quiet unless there is work. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./step.mjs";

/** Installs when `node_modules` is missing or older than the lockfile, then builds what changed. Ends the process on failure. */
export async function ready() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (
    !existsSync(installed) ||
    statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs
  ) {
    npm("installing dependencies", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  }
  // tsc -b knows what is out of date and does nothing when nothing is.
  npm(existsSync(join(root, "dist")) ? null : "building", "run", "--silent", "build");
}

function npm(what, ...args) {
  if (what) console.error(`${what} …`);
  const { status, error, stdout, stderr } = spawnSync("npm", args, { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  console.error(
    `npm ${args.join(" ")} failed${error ? `: ${error.message}` : ""}\n${stdout ?? ""}${stderr ?? ""}`,
  );
  process.exit(1);
}
