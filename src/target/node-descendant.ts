import { basename } from "node:path";
import { runsNode } from "./node-binary.ts";
import { ownOptions, scriptOf } from "./node-options.ts";
import { listPids, readParent, readProcessFacts, type ProcessFacts } from "./process-facts.ts";
import { TargetError } from "./target-error.ts";

/** Programs run by Node that only start the one we want: package managers and launchers, by the name of their script. */
const LAUNCHERS = new Set([
  ..."npm npx npm-cli npx-cli yarn yarnpkg pnpm pnpx corepack tsx nodemon cross-env cross-env-shell".split(
    " ",
  ),
  ..."dotenv dotenvx env-cmd concurrently concurrent npm-run-all run-s run-p wait-on node-dev ts-node-dev".split(
    " ",
  ),
  ..."tsnd nest turbo nx lerna wireit pm2-runtime".split(" "),
]);

/** Options with which Node itself only starts the program. */
const LAUNCHING = /^--(?:watch|watch-path|run)(?:=|$)/;

/**
 * The Node process that runs the program a command started: the command itself, or the first descendant that is no
 * package manager or launcher. Null when there is none yet.
 */
export async function programStartedBy(pid: number): Promise<ProcessFacts | null> {
  for await (const program of programsFrom([pid])) return program;
  return null;
}

/** The Node processes that run programs which a process started, by itself or through launchers and shells. */
export async function programsUnder(pid: number): Promise<readonly ProcessFacts[]> {
  const programs: ProcessFacts[] = [];
  for await (const program of programsFrom(childrenByParent().get(pid) ?? [])) programs.push(program);
  return programs;
}

/** Breadth first, and no further down than a program. */
async function* programsFrom(pids: readonly number[]): AsyncGenerator<ProcessFacts> {
  let children: Map<number, number[]> | null = null;
  const pending = [...pids];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const facts = orNull(() => readProcessFacts(next));
    if (facts === null) continue;
    if (!isLauncher(facts) && (await isNode(facts))) {
      yield facts;
      continue;
    }
    children ??= childrenByParent();
    pending.push(...(children.get(next) ?? []));
  }
}

/** Whether a process runs one of these, so that the program is in a process that it starts. */
export function isLauncher(facts: ProcessFacts): boolean {
  const [title = ""] = facts.command;
  // npm writes over its own command line: "npm" while it starts, then what it does, "npm run start".
  if (/^(npm|npx|yarn|pnpm)( |$)/.test(title)) return true;
  if (ownOptions(facts.command).some((option) => LAUNCHING.test(option))) return true;
  const script = scriptOf(facts.command);
  if (script === null) return false;
  if (/[\\/]tsx[\\/]dist[\\/]cli\.m?js$/.test(script) || /[\\/](yarn|corepack)[^/]*[\\/]/.test(script))
    return true;
  return LAUNCHERS.has(basename(script).replace(/\.[cm]?js$/, ""));
}

async function isNode(facts: ProcessFacts): Promise<boolean> {
  try {
    return await runsNode(facts.pid, facts.executable);
  } catch {
    return false; // It ended, or became another program, while it was looked at: the next round sees it anew.
  }
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of listPids()) {
    const parent = orNull(() => readParent(pid));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** Null for a process that has ended. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TargetError && error.code === "no-such-process") return null;
    throw error;
  }
}
