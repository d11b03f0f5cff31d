import { readFileSync } from "node:fs";
import { holderOf, listeningInNamespace } from "./listening-sockets.ts";
import { systemLimits, type ProcessLimit } from "./memory-limits.ts";
import { isAlive, listPids, readProcessFacts } from "./process-facts.ts";

/** A service on this machine whose process we may read about in /proc. */
export interface LocalService {
  readonly pid: number;
  readonly uptimeSeconds: number;
}

/**
 * The process behind a loopback address, when it is one of ours on this machine: it holds the listening port and its
 * command line is the one the service tells of itself, so a port-forward is never mistaken for what is behind it.
 * null when it cannot be known.
 */
export function findLocalService(url: URL, command: readonly string[] | null): LocalService | null {
  if (process.platform !== "linux" || command === null || !isLoopback(url.hostname)) return null;
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const sockets = listeningInNamespace(process.pid).filter((socket) => socket.port === port);
  const pids = listPids();
  for (const socket of sockets) {
    const pid = holderOf(socket, pids);
    if (pid === null || !isAlive(pid)) continue;
    const facts = readProcessFacts(pid);
    if (facts.command.join("\0") === command.join("\0")) return { pid, uptimeSeconds: facts.uptimeSeconds };
  }
  return null;
}

/** Limits of a local process: its container's and the machine's. */
export function serviceLimits(service: LocalService): ProcessLimit[] {
  return systemLimits(service.pid);
}

/** Resident size of a local process, bytes; null once it has ended. */
export function residentSize({ pid }: LocalService): number | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return null; // Ended: the next request to it says so in better words.
  }
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
