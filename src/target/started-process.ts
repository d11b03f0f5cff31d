import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { attachToPid, type AttachOptions } from "./attach.ts";
import { programStartedBy } from "./node-descendant.ts";
import type { NodeTarget } from "./node-target.ts";
import { TargetError } from "./target-error.ts";

/** How a started command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that we started in order to look at it. */
export interface StartedProcess {
  readonly target: NodeTarget;
  /** Of the command; the Node process it runs, `target.description.pid`, may be a descendant of it. */
  readonly pid: number;
  /** Resolves when the command ends, by itself or by `close`. */
  readonly ended: Promise<Ended>;
  /** Lets go of the target and ends the program: SIGTERM, and SIGKILL when it does not go. */
  close(): Promise<void>;
}

export interface StartOptions extends AttachOptions {
  /** How long the command may take until a Node process that can be looked at runs. */
  readonly startTimeoutMs?: number;
  /** How long the program may take to end after SIGTERM. */
  readonly graceMs?: number;
}

/**
 * Starts a command (`node server.js`, `npm start`) and attaches to the Node process that runs the program. Its stdout
 * goes to our stderr, as ours is for the finding. It has a process group of its own, so that ending it ends wrappers
 * and program alike, and Ctrl-C comes to us alone. Throws `start-failed` or what `attachToPid` throws; nothing runs then.
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<StartedProcess> {
  const child = spawn(command, args, { stdio: ["inherit", 2, "inherit"], detached: true });
  const ended = new Promise<Ended>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const pid = await started(child, command);
  const end = async (): Promise<void> => endGroup(pid, ended, options.graceMs ?? 5000);
  try {
    const program = await waitForProgram(pid, ended, [command, ...args].join(" "), options);
    const target = await attachToPid(program, options);
    const close = async (): Promise<void> => {
      await target.close();
      await end();
    };
    return { target, pid, ended, close };
  } catch (error) {
    await end();
    throw error;
  }
}

function started(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid ?? 0));
    child.once("error", (error) => {
      reject(
        new TargetError(
          "start-failed",
          `"${command}" could not be started (${error.message}): check the command`,
          { cause: error },
        ),
      );
    });
  });
}

async function waitForProgram(
  pid: number,
  ended: Promise<Ended>,
  command: string,
  options: StartOptions,
): Promise<number> {
  const timeoutMs = options.startTimeoutMs ?? 60_000;
  const deadline = performance.now() + timeoutMs;
  let over: Ended | null = null;
  void ended.then((how) => (over = how));
  for (;;) {
    options.signal?.throwIfAborted();
    const program = await programStartedBy(pid);
    if (program !== null && isReady(program.sigusr1, program.uptimeSeconds)) return program.pid;
    if (over !== null)
      throw new TargetError(
        "start-failed",
        `"${command}" ${inWords(over)} before it could be looked at: see what it printed`,
      );
    if (performance.now() > deadline) {
      throw new TargetError(
        "start-failed",
        `"${command}" started no Node.js process within ${timeoutMs / 1000} s: start it yourself and give its pid`,
      );
    }
    await sleep(50);
  }
}

/** Before Node has set up its own handler SIGUSR1 would end it; one that never does so is for `attachToPid` to refuse. */
function isReady(sigusr1: string, uptimeSeconds: number): boolean {
  return uptimeSeconds > 0.3 && (sigusr1 === "caught" || uptimeSeconds > 10);
}

function inWords({ code, signal }: Ended): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

async function endGroup(pid: number, ended: Promise<Ended>, graceMs: number): Promise<void> {
  signalGroup(pid, "SIGTERM");
  const deadline = performance.now() + graceMs;
  while (signalGroup(pid, 0) && performance.now() < deadline) await sleep(20);
  signalGroup(pid, "SIGKILL");
  await ended;
}

/** False when nothing of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
