import cluster from "node:cluster";
import { basename } from "node:path";
import { isMainThread } from "node:worker_threads";

/** What runs on the way to the program when NODE_OPTIONS preloads the agent, and must not take its port. */
const launchers = new Set([
  "npm",
  "npx",
  "pnpm",
  "pnpx",
  "yarn",
  "yarnpkg",
  "corepack",
  "bun",
  "nodemon",
  "pm2",
]);

/** Why this thread gets no agent of its own by `sawtooth/register`; null when it gets one. */
export function whyNoAgent(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (!isMainThread) return "a worker thread is seen from its main thread";
  const script = basename(argv[1] ?? "").replace(/(?:-cli)?\.[cm]?js$/, "");
  if (launchers.has(script)) return `${script} only starts the program`;
  if (env["SAWTOOTH"] === "off") return "it is turned off";
  return null;
}

/** The port of a process: of a cluster the primary has the port itself, its n-th worker the one n above. */
export function portInCluster(port: number): number {
  const id = cluster.worker?.id ?? 0;
  return port === 0 ? 0 : port + id;
}
