import { setTimeout as sleep } from "node:timers/promises";
import { firstInspector, type InspectorAddress } from "./inspector-port.ts";
import { holderOf, listeningInNamespace, listeningSockets } from "./listening-sockets.ts";
import { DEFAULT_INSPECTOR_PORT } from "./node-options.ts";
import { isAlive, listPids, SIGUSR1, type ProcessFacts } from "./process-facts.ts";
import { TargetError } from "./target-error.ts";

/** With the port in other hands Node gives up at once and tells only its own stderr, so there is no use in waiting. */
const WAIT_WHEN_PORT_TAKEN_MS = 3000;

/** Sends SIGUSR1 to a verified process and waits for the socket that its inspector then listens on. */
export async function openInspector(
  facts: ProcessFacts,
  socketsBefore: ReadonlySet<string>,
  waitMs: number,
): Promise<InspectorAddress> {
  const { pid } = facts;
  try {
    process.kill(pid, SIGUSR1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    throw new TargetError("target-exited", `process ${pid} ended: give the pid of one that runs`);
  }
  const sent = performance.now();
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 1.3, 200)) {
    const fresh = listeningSockets(pid).filter((socket) => !socketsBefore.has(socket.inode));
    const found = await firstInspector(fresh);
    if (found !== null) return found;
    if (!isAlive(pid))
      throw new TargetError("target-exited", `process ${pid} ended: give the pid of one that runs`);
    const waited = performance.now() - sent;
    if (waited > WAIT_WHEN_PORT_TAKEN_MS) throwIfPortTaken(facts);
    if (waited > waitMs) throw inspectorNotOpening(pid, waitMs);
    await sleep(pauseMs);
  }
}

/** The inodes of the listening sockets a process has before the signal, to tell the new one. */
export function socketsOf(pid: number): Set<string> {
  return new Set(listeningSockets(pid).map((socket) => socket.inode));
}

export function inspectorNotOpening(pid: number, waitedMs: number): TargetError {
  return new TargetError(
    "inspector-not-opening",
    `process ${pid} did not open its inspector within ${waitedMs / 1000} s (it is stuck in one long call, or its port ` +
      "could not be bound, or its inspector is open on a port of its own): try again when it answers, or give the " +
      "ws://… address of the open one",
  );
}

function throwIfPortTaken(facts: ProcessFacts): void {
  const port = facts.nodeOptions.inspectorPorts[0] ?? DEFAULT_INSPECTOR_PORT;
  const own = new Set(listeningSockets(facts.pid).map((socket) => socket.inode));
  const taken = listeningInNamespace(facts.pid).find(
    (socket) => socket.port === port && !own.has(socket.inode),
  );
  if (taken === undefined) return;
  const holder = holderOf(taken, listPids());
  throw new TargetError(
    "port-busy",
    `process ${facts.pid} could not open its inspector, as port ${port} is in use by ` +
      `${holder === null ? "another process" : `process ${holder}`}: close that one's inspector, or start this one with --inspect-port=0`,
  );
}
