import { basename } from "node:path";
import { howToRunInside } from "./container.ts";
import { runsNode } from "./node-binary.ts";
import { isLauncher, programsUnder } from "./node-descendant.ts";
import { readNamespace, type ProcessFacts } from "./process-facts.ts";
import { ownSignalHandler } from "./signal-handler.ts";
import { SIGUSR1 } from "./process-facts.ts";
import { TargetError } from "./target-error.ts";

/** Throws unless this is a running Node process that we may look into from here. Touches nothing. */
export async function verifyNodeProcess(facts: ProcessFacts): Promise<void> {
  const { pid, state } = facts;
  if (state === "Z" || state === "X") {
    throw new TargetError("target-exited", `process ${pid} has ended: give the pid of one that runs`);
  }
  const us = process.geteuid?.() ?? 0;
  if (us !== 0 && facts.uid !== us) {
    const command = `sudo -u '#${facts.uid}' npx sawtooth find ${pid}`;
    throw new TargetError(
      "other-user",
      `process ${pid} belongs to user ${facts.uid}, not to ${us}: run ${command}`,
    );
  }
  if (!(await isNode(facts))) {
    const program = await firstProgramUnder(pid);
    const what = basename(facts.executable ?? facts.command[0] ?? "a kernel thread");
    throw new TargetError(
      "not-node",
      `process ${pid} runs ${what}, not Node.js: give the pid of the node process itself${program === null ? "" : `, ${program}`}`,
    );
  }
  if (isLauncher(facts)) {
    const program = await firstProgramUnder(pid);
    if (program !== null)
      throw new TargetError(
        "only-starts",
        `process ${pid} only starts the program (${inShort(facts.command)}): give the pid of the program, ${program}`,
      );
  }
  if (state === "T" || state === "t") {
    throw new TargetError(
      "process-stopped",
      `process ${pid} is stopped: let it go on first (kill -CONT ${pid})`,
    );
  }
  const namespace = readNamespace(pid, "net");
  if (namespace !== null && namespace !== readNamespace("self", "net")) {
    throw new TargetError(
      "other-namespace",
      `process ${pid} is in another network namespace (a container), where its inspector cannot be reached from here: ` +
        `run ${howToRunInside(facts)}`,
    );
  }
}

async function isNode(facts: ProcessFacts): Promise<boolean> {
  if (facts.executable === null && facts.command.length === 0) return false;
  try {
    return await runsNode(facts.pid, facts.executable);
  } catch (error) {
    throw new TargetError(
      "other-user",
      `process ${facts.pid} does not let us see what it runs (${(error as Error).message}): run as the same user, or with sudo`,
      { cause: error },
    );
  }
}

async function firstProgramUnder(pid: number): Promise<number | null> {
  return (await programsUnder(pid))[0]?.pid ?? null;
}

/** A command line without folders: `node nodemon.js`. */
function inShort(command: readonly string[]): string {
  return command
    .map((word) => basename(word))
    .join(" ")
    .trim()
    .slice(0, 60);
}

/** Throws unless SIGUSR1 opens the inspector of this process and does nothing else to it. */
export async function verifySignalOpensInspector(facts: ProcessFacts, allowUnknown: boolean): Promise<void> {
  const { pid, nodeOptions } = facts;
  if (facts.sigusr1 !== "caught") throw signalNotHeard(facts);
  if (nodeOptions.permissionModel) throw permissionModel(pid);
  await verifyWorkersStayShut(pid);
  const own = await ownSignalHandler(pid, facts.executable, SIGUSR1);
  if (own.kind === "yes") {
    throw new TargetError(
      "own-sigusr1-handler",
      `process ${pid} handles SIGUSR1 itself, so the signal cannot open its inspector and was not sent: start it with ` +
        "--inspect=127.0.0.1:9229, or call inspector.open() in it",
    );
  }
  if (own.kind === "unknown" && !allowUnknown) {
    throw new TargetError(
      "unknown-sigusr1-handler",
      `whether process ${pid} handles SIGUSR1 itself cannot be told, as ${own.why}: run with sudo, or pass --signal if ` +
        "you know that it does not (its own handler would run)",
    );
  }
}

/** The primary of a cluster passes SIGUSR1 on; workers that have ports of their own would open them, for good. */
async function verifyWorkersStayShut(pid: number): Promise<void> {
  const workers = (await programsUnder(pid)).filter((each) => each.isClusterWorker);
  if (workers.every((each) => each.nodeOptions.inspectorPorts.length === 0)) return;
  throw new TargetError(
    "cluster-primary",
    `process ${pid} is the primary of a cluster, and Node would open the inspectors of its workers with its own: give ` +
      `the pid of a worker (${workers.map((each) => each.pid).join(", ")})`,
  );
}

function signalNotHeard(facts: ProcessFacts): TargetError {
  const { pid, nodeOptions } = facts;
  if (nodeOptions.permissionModel) return permissionModel(pid);
  if (nodeOptions.sigusr1Disabled || facts.sigusr1 === "blocked") {
    return new TargetError(
      "sigusr1-disabled",
      `process ${pid} was started with --disable-sigusr1: start it without, or with --inspect=127.0.0.1:9229`,
    );
  }
  return new TargetError(
    "sigusr1-fatal",
    `process ${pid} does not catch SIGUSR1 (it is still starting, or had a handler of its own and removed it), so the ` +
      "signal would end it and was not sent: try again, or start it with --inspect=127.0.0.1:9229",
  );
}

function permissionModel(pid: number): TargetError {
  return new TargetError(
    "permission-model",
    `process ${pid} runs under --permission, where Node keeps its inspector shut: start it with --allow-inspector ` +
      "(Node 24.12 and later) or without --permission",
  );
}
