/**
 * The worker of Chrome DevTools that analyses heap snapshots, as one module for Node, made from the npm package
 * chrome-devtools-frontend in the git-ignored `.peers/`. The oracle of the snapshot tests. Development only.
 *
 *     node scripts/devtools.mjs         installs and bundles it where it is missing and prints its path
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";

const version = "1.0.1705227";
const folder = join(import.meta.dirname, "..", ".peers", "devtools");
const bundle = join(folder, version, "worker.mjs");
const sources = "chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker";

/** Path of the bundled worker, or null when it is not installed. */
export function devtoolsWorker() {
  return existsSync(bundle) ? bundle : null;
}

/** Installs and bundles the worker when it is missing; returns its path. */
export async function installDevtools() {
  if (existsSync(bundle)) return bundle;
  mkdirSync(folder, { recursive: true });
  const dependencies = { "chrome-devtools-frontend": version };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies }, null, 2),
  );
  const npm = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (npm.status !== 0) throw new Error(`npm install in ${folder} ended with ${npm.status ?? npm.signal}`);
  const entry = join(folder, "entry.mjs");
  writeFileSync(
    entry,
    `export { HeapSnapshotLoader } from "${sources}/HeapSnapshotLoader.ts";\n` +
      `export { SecondaryInitManager } from "${sources}/HeapSnapshot.ts";\n`,
  );
  await build({
    input: entry,
    cwd: folder,
    platform: "node",
    logLevel: "silent",
    tsconfig: false,
    plugins: [withoutLocales],
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
    output: { dir: join(folder, version), entryFileNames: "worker.mjs", format: "esm" },
  });
  return bundle;
}

/** The languages of the DevTools window are generated when Chrome is built; the worker needs none of them. */
const withoutLocales = {
  name: "without-locales",
  resolveId: (id) => (id.endsWith("/locales.js") ? "\0locales" : null),
  load: (id) =>
    id === "\0locales"
      ? [
          'export const LOCALES = ["en-US"];',
          'export const BUNDLED_LOCALES = ["en-US"];',
          'export const DEFAULT_LOCALE = "en-US";',
          'export const REMOTE_FETCH_PATTERN = "";',
          'export const LOCAL_FETCH_PATTERN = "";',
        ].join("\n")
      : null,
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await installDevtools());
