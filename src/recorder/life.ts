import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import type { ProcessDescription } from "./inputs.ts";
import { defaultFolder, type RecorderOptions } from "./options.ts";

/** What is written down of a process when its recording begins. */
export interface LifeFacts extends ProcessDescription {
  readonly version: 1;
  readonly pid: number;
  /** Milliseconds since 1970 at which the process started. */
  readonly startedAtMs: number;
  /** Such as `v24.21.0`. */
  readonly node: string;
  readonly cwd: string;
  /** The container's memory limit, bytes; null when there is none. */
  readonly containerLimitBytes: number | null;
  readonly identity: ProcessIdentity;
}

/** Tells a process from a later one with the same pid, and whether its pid means anything here. */
export interface ProcessIdentity {
  readonly host: string;
  /** Linux: the boot, the pid namespace and the ticks from boot to start; null elsewhere. */
  readonly boot: string | null;
  readonly pidNamespace: string | null;
  readonly startTicks: string | null;
}

const LIFE_NAME = /^(\d{8}T\d{6}Z)-(\d+)-[0-9a-f]{6}$/;

/** The folder a new life will have; nothing is written yet. Both the worker and the main thread's exit handler need it. */
export function planLife({ folder = defaultFolder }: Pick<RecorderOptions, "folder"> = {}): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return join(resolve(folder), `${time}-${process.pid}-${randomBytes(3).toString("hex")}`);
}

/** What the name of a life's folder says; null when it is no such name. */
export function readLifeName(name: string): { readonly startedAtMs: number; readonly pid: number } | null {
  const [, time = "", pid] = LIFE_NAME.exec(name) ?? [];
  const iso = time.replace(/^(....)(..)(..T..)(..)(..)Z$/, "$1-$2-$3:$4:$5Z");
  const startedAtMs = Date.parse(iso);
  return Number.isNaN(startedAtMs) ? null : { startedAtMs, pid: Number(pid) };
}

/** Who a process is; null fields where the system does not tell. */
export function identityOf(pid: number | "self"): ProcessIdentity {
  return {
    host: hostname(),
    boot: told(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidNamespace: told(() => readlinkSync(`/proc/${pid}/ns/pid`)),
    startTicks: told(() => startTicks(readFileSync(`/proc/${pid}/stat`, "utf8"))),
  };
}

/**
 * Field 22 of proc(5) stat; the command before it may hold spaces and parentheses. null for a process that has ended and
 * waits for its parent to ask how: in a container whose first process never asks, for ever.
 */
function startTicks(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
}

function told(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null; // Not Linux, or hidden: null is what "not known" is written as.
  }
}
