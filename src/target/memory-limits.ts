import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A limit on memory and how much of what it counts is in use, bytes. */
export interface ProcessLimit {
  readonly kind: "heap limit" | "container limit" | "machine memory";
  readonly bytes: number;
  readonly usedBytes: number;
}

/** The limits the operating system sets on a process: its cgroups' (v1 and v2) and the machine's. */
export function systemLimits(pid: number, root = "/"): ProcessLimit[] {
  const limits: ProcessLimit[] = [];
  const container = containerLimit(pid, root);
  if (container !== null) limits.push(container);
  const machine = machineMemory(root);
  if (machine !== null) limits.push(machine);
  return limits;
}

/** The nearest to full of the memory limits from a process's cgroup up to the root; null when none is set. */
export function containerLimit(pid: number, root = "/"): ProcessLimit | null {
  const limits = cgroupFolders(pid, root).flatMap(({ folders, files }) =>
    folders.flatMap((folder) => readLimit(folder, files)),
  );
  const byRoom = limits.toSorted((a, b) => a.bytes - a.usedBytes - (b.bytes - b.usedBytes));
  return byRoom[0] ?? null;
}

interface LimitFiles {
  readonly limit: string;
  readonly usage: string;
  /** Page cache that the kernel gives back before it kills anybody. */
  readonly reclaimable: string;
}

const VERSION_1: LimitFiles = {
  limit: "memory.limit_in_bytes",
  usage: "memory.usage_in_bytes",
  reclaimable: "total_inactive_file",
};
const VERSION_2: LimitFiles = { limit: "memory.max", usage: "memory.current", reclaimable: "inactive_file" };

/** cgroup v1 says "no limit" by a number near 2^63. */
const UNLIMITED = 2 ** 60;

function readLimit(folder: string, files: LimitFiles): ProcessLimit[] {
  const bytes = Number(readText(join(folder, files.limit)) ?? Number.NaN);
  const usage = Number(readText(join(folder, files.usage)) ?? Number.NaN);
  if (!Number.isFinite(bytes) || bytes <= 0 || bytes >= UNLIMITED || !Number.isFinite(usage)) return [];
  const stat = readText(join(folder, "memory.stat")) ?? "";
  const cache = Number(new RegExp(`^${files.reclaimable} (\\d+)`, "m").exec(stat)?.[1] ?? 0);
  return [{ kind: "container limit", bytes, usedBytes: Math.max(0, usage - cache) }];
}

/** The folders of a process's memory cgroups, innermost first, as far up as this mount shows them. */
function cgroupFolders(pid: number, root: string): { folders: string[]; files: LimitFiles }[] {
  const memberships = readText(join(root, `proc/${pid}/cgroup`)) ?? "";
  const mounts = readText(join(root, "proc/self/mountinfo")) ?? "";
  const found: { folders: string[]; files: LimitFiles }[] = [];
  for (const line of memberships.split("\n")) {
    const [id, controllers = "", ...rest] = line.split(":");
    const path = rest.join(":");
    const second = id === "0" && controllers === "";
    if (!second && !controllers.split(",").includes("memory")) continue;
    const mount = findMount(mounts, second ? "cgroup2" : "cgroup");
    if (mount === null) continue;
    found.push({
      folders: upwards(join(root, mount.point), within(mount.root, path)),
      files: second ? VERSION_2 : VERSION_1,
    });
  }
  return found;
}

/** proc_pid_mountinfo(5): `id parent dev root point options … - type source super-options`. */
function findMount(mounts: string, type: "cgroup" | "cgroup2"): { root: string; point: string } | null {
  for (const line of mounts.split("\n")) {
    const [mount = "", filesystem = ""] = line.split(" - ");
    const [kind, , options = ""] = filesystem.split(" ");
    if (kind !== type || (type === "cgroup" && !options.split(",").includes("memory"))) continue;
    const columns = mount.split(" ");
    return { root: columns[3] ?? "/", point: columns[4] ?? "/sys/fs/cgroup" };
  }
  return null;
}

/** A container sees its own cgroup mounted as the root: the part of the path above that is not there. */
function within(mountRoot: string, path: string): string {
  const inside = relative(mountRoot, path);
  return inside.startsWith("..") ? "" : inside;
}

function upwards(top: string, inside: string): string[] {
  const parts = inside.split("/").filter((part) => part !== "");
  return Array.from({ length: parts.length + 1 }, (_, i) => join(top, ...parts.slice(0, parts.length - i)));
}

function machineMemory(root: string): ProcessLimit | null {
  const text = readText(join(root, "proc/meminfo")) ?? "";
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? Number.NaN);
  const bytes = kilobytes("MemTotal") * 1024;
  const usedBytes = bytes - kilobytes("MemAvailable") * 1024;
  return Number.isFinite(usedBytes) ? { kind: "machine memory", bytes, usedBytes } : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null; // Not every kernel has every file; a limit that is not there does not hold.
  }
}
