import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { containerLimit, systemLimits } from "./memory-limits.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A file tree that stands for / on some machine. */
function machine(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "limits-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return root;
}

const MOUNT_2 = "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
const MiB = 2 ** 20;

test("version 2: the limit of a parent counts, and inactive page cache is not in use", () => {
  const root = machine({
    "proc/7/cgroup": "0::/kubepods/pod1/app",
    "proc/self/mountinfo": MOUNT_2,
    "sys/fs/cgroup/kubepods/pod1/app/memory.max": "max",
    "sys/fs/cgroup/kubepods/pod1/app/memory.current": `${200 * MiB}`,
    "sys/fs/cgroup/kubepods/pod1/memory.max": `${512 * MiB}`,
    "sys/fs/cgroup/kubepods/pod1/memory.current": `${300 * MiB}`,
    "sys/fs/cgroup/kubepods/pod1/memory.stat": `anon 1\ninactive_file ${50 * MiB}\nactive_file 2`,
  });
  expect(containerLimit(7, root)).toEqual({
    kind: "container limit",
    bytes: 512 * MiB,
    usedBytes: 250 * MiB,
  });
});

test("of several limits the one with the least room is told", () => {
  const root = machine({
    "proc/7/cgroup": "0::/a/b",
    "proc/self/mountinfo": MOUNT_2,
    "sys/fs/cgroup/a/b/memory.max": `${400 * MiB}`,
    "sys/fs/cgroup/a/b/memory.current": `${100 * MiB}`,
    "sys/fs/cgroup/a/memory.max": `${1000 * MiB}`,
    "sys/fs/cgroup/a/memory.current": `${900 * MiB}`,
  });
  expect(containerLimit(7, root)).toMatchObject({ bytes: 1000 * MiB, usedBytes: 900 * MiB });
});

test("version 1 inside a container: the mount's root stands for the path that is not visible", () => {
  const root = machine({
    "proc/7/cgroup": "11:cpu,cpuacct:/docker/abc\n6:memory:/docker/abc\n0::/docker/abc",
    "proc/self/mountinfo":
      "40 30 0:33 /docker/abc /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n" +
      "41 30 0:34 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": `${256 * MiB}`,
    "sys/fs/cgroup/memory/memory.usage_in_bytes": `${128 * MiB}`,
    "sys/fs/cgroup/memory/memory.stat": `cache 5\ntotal_inactive_file ${8 * MiB}`,
  });
  expect(containerLimit(7, root)).toEqual({
    kind: "container limit",
    bytes: 256 * MiB,
    usedBytes: 120 * MiB,
  });
});

test("version 1 says no limit by a number near 2^63", () => {
  const root = machine({
    "proc/7/cgroup": "6:memory:/",
    "proc/self/mountinfo": "41 30 0:34 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
    "sys/fs/cgroup/memory/memory.usage_in_bytes": "1",
  });
  expect(containerLimit(7, root)).toBeNull();
});

test("machine memory counts what is not available as used", () => {
  const root = machine({ "proc/meminfo": "MemTotal:  1000 kB\nMemFree: 10 kB\nMemAvailable:  400 kB" });
  expect(systemLimits(7, root)).toEqual([{ kind: "machine memory", bytes: 1_024_000, usedBytes: 614_400 }]);
});

test("a machine without cgroups or /proc has no limits that we know of", () => {
  expect(systemLimits(7, machine({}))).toEqual([]);
});
