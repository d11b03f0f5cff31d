import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, ".peers");

/** Path of a peer, installed from npm into the git-ignored `.peers/` when it is not there yet. */
export function peer(name: string, version: string): string {
  const path = join(folder, "node_modules", name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const npm = spawnSync(
    "npm",
    ["install", `${name}@${version}`, "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1" },
    },
  );
  if (npm.status !== 0)
    throw new Error(`npm install of ${name}@${version} ended with ${npm.status ?? npm.signal}`);
  return path;
}
