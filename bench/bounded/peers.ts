import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What BoundedMap is compared with, at these versions. */
const versions = {
  "lru-cache": "11.5.3",
  "quick-lru": "7.3.0",
  "tiny-lru": "13.1.0",
  "@isaacs/ttlcache": "2.1.5",
  mnemonist: "0.40.8",
};

/** Git-ignored. */
export const peersFolder: string = join(import.meta.dirname, "../../.peers/bounded");

/** Installs the peers from npm unless they are there. */
export function installPeers(): void {
  const file = join(peersFolder, "package.json");
  const wanted = JSON.stringify({ private: true, dependencies: versions }, null, 2);
  if (existsSync(join(peersFolder, "node_modules")) && readFileSync(file, "utf8") === wanted) return;
  mkdirSync(peersFolder, { recursive: true });
  writeFileSync(file, wanted);
  const { status } = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"],
    {
      cwd: peersFolder,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (status !== 0) throw new Error(`npm install in ${peersFolder} ended with ${status}`);
}
