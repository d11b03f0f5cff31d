import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readNodeOptions, type NodeOptions } from "./node-options.ts";
import { TargetError } from "./target-error.ts";

/** SIGUSR1 on every Linux that Node runs on but MIPS, where it is 16 (Node has no builds for it any more). */
export const SIGUSR1 = 10;

/** What Linux tells about a process, read from /proc without touching it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Path of the executable as that process sees it; null where we may not know. */
  readonly executable: string | null;
  /** argv; empty for a kernel thread or a zombie. */
  readonly command: readonly string[];
  /** null where we may not know. */
  readonly cwd: string | null;
  readonly uptimeSeconds: number;
  /** Effective user. */
  readonly uid: number;
  /** One letter, proc(5): R, S, D run or sleep; T, t stopped; Z, X ended. */
  readonly state: string;
  readonly threads: number;
  /** Its pid in each namespace it is in, outermost first. */
  readonly pidsByNamespace: readonly number[];
  readonly nodeOptions: NodeOptions;
  /** Whether `cluster.fork` started it. */
  readonly isClusterWorker: boolean;
  readonly sigusr1: SignalDisposition;
}

/** What happens when SIGUSR1 arrives: proc(5) SigBlk, SigIgn, SigCgt. A Node that lets itself be inspected has it caught. */
type SignalDisposition = "blocked" | "ignored" | "caught" | "default";

/** Reads what a process is; throws `no-such-process`, and `not-linux` where there is no /proc. */
export function readProcessFacts(pid: number): ProcessFacts {
  requireProc();
  const status = readProc(pid, "status");
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
  const command = nulSeparated(readProc(pid, "cmdline"));
  return {
    pid,
    parent: Number(field("PPid")),
    executable: readLink(`/proc/${pid}/exe`),
    command,
    cwd: readLink(`/proc/${pid}/cwd`),
    uptimeSeconds: readUptime(pid),
    uid: Number(field("Uid").split(/\s+/)[1]),
    state: field("State").charAt(0),
    threads: Number(field("Threads")),
    pidsByNamespace: field("NSpid").split(/\s+/).map(Number),
    nodeOptions: readNodeOptions(command, readEnvironmentVariable(pid, "NODE_OPTIONS")),
    isClusterWorker: readEnvironmentVariable(pid, "NODE_UNIQUE_ID") !== null,
    sigusr1: disposition(field("SigBlk"), field("SigIgn"), field("SigCgt")),
  };
}

/** False once the process has ended, a zombie included. */
export function isAlive(pid: number): boolean {
  try {
    return !["Z", "X"].includes(readProcessFacts(pid).state);
  } catch (error) {
    if (error instanceof TargetError) return false;
    throw error;
  }
}

/** Every process that /proc shows us. */
export function listPids(): number[] {
  requireProc();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Cheaper than all the facts. Throws as they do. */
export function readParent(pid: number): number {
  return Number(statFields(pid)[1]);
}

/** One variable of the environment a process was started with; null when it is unset or hidden from us. */
function readEnvironmentVariable(pid: number, name: string): string | null {
  let environment: string;
  try {
    environment = readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return null; // Another user's environment is not ours to read; the checks on the user come later.
  }
  const entry = nulSeparated(environment).find((line) => line.startsWith(`${name}=`));
  return entry === undefined ? null : entry.slice(name.length + 1);
}

/** The identity of one of a process's namespaces, such as `net:[4026531840]`; null where we may not know. */
export function readNamespace(pid: number | "self", kind: "net" | "pid" | "mnt"): string | null {
  return readLink(`/proc/${pid}/ns/${kind}`);
}

function requireProc(): void {
  if (process.platform === "linux" && existsSync("/proc/self/status")) return;
  throw new TargetError(
    "not-linux",
    `a process cannot be reached by its pid on ${process.platform}: open its inspector (kill -USR1 <pid>, or ` +
      "node --inspect) and give the ws://127.0.0.1:9229/… address it prints",
  );
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    throw new TargetError(
      "no-such-process",
      `there is no process ${pid}: check the pid (ps, pgrep -f node)`,
      {
        cause: error,
      },
    );
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // EACCES for other users, ENOENT for kernel threads: both mean "not known".
  }
}

/** USER_HZ, the unit of times in /proc/<pid>/stat: 100 on every architecture Node supports. */
const TICKS_PER_SECOND = 100;

function readUptime(pid: number): number {
  const startTicks = Number(statFields(pid)[19]);
  const machineUptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return Math.max(0, machineUptime - startTicks / TICKS_PER_SECOND);
}

/** Of /proc/<pid>/stat, from the third on: the command before may hold spaces and parentheses. */
function statFields(pid: number): string[] {
  const stat = readProc(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function disposition(blocked: string, ignored: string, caught: string): SignalDisposition {
  const bit = 1n << BigInt(SIGUSR1 - 1);
  const has = (mask: string): boolean => (BigInt(`0x${mask === "" ? "0" : mask}`) & bit) !== 0n;
  if (has(caught)) return "caught";
  if (has(blocked)) return "blocked";
  return has(ignored) ? "ignored" : "default";
}

function nulSeparated(text: string): string[] {
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}
