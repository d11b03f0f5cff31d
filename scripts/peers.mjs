/**
 * Packages that tests run and that are not worth installing with the project: test runners, other versions of a
 * compiler. They go into the git-ignored `.peers/`, when a test first wants them. Development only.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const LONGEST_INSTALL_MS = 120_000;

const peers = {
  jest: { jest: "30.5.2" },
  // The last compiler before 7 that typescript-eslint can ask for types.
  types: { typescript: "5.9.3", "@typescript-eslint/parser": "8.73.0" },
};

/** The folder whose `node_modules` has a group of packages, installed when it is missing; null, with a warning, without npm. */
export function peerFolder(name) {
  const folder = join(root, ".peers", name);
  const manifest = join(folder, "package.json");
  const wanted = JSON.stringify({ private: true, dependencies: peers[name] }, null, 2);
  // npm writes this when everything else is there.
  const isWhole = existsSync(join(folder, "node_modules", ".package-lock.json"));
  if (isWhole && readFileSync(manifest, "utf8") === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  const { status, signal } = spawnSync(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      "--no-package-lock",
      "--ignore-scripts",
      "--fetch-retries=1",
      "--loglevel=error",
    ],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"], timeout: LONGEST_INSTALL_MS },
  );
  if (status === 0) return folder;
  console.warn(`${name} could not be installed from npm (${status ?? signal}): what needs it is skipped`);
  return null;
}
