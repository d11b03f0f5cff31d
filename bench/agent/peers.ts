import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../test/e2e/nodes.ts";

/** The profilers that are compared with ours. */
const versions = { "@datadog/pprof": "5.20.0", "@pyroscope/nodejs": "0.6.4" };

/** Installs them from npm into the git-ignored `.nodes/`, when they are missing; the folder they are in. */
export function installPeers(): string {
  const folder = join(root, ".nodes", "peers");
  if (Object.keys(versions).every((name) => existsSync(join(folder, "node_modules", name)))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status !== 0) throw new Error(`npm install in ${folder} ended with ${npm.status ?? npm.signal}`);
  return folder;
}
