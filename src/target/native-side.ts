import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** What is known of the native side of a process from the files it has mapped; it is not asked, and not stopped. */
export interface NativeSide {
  /** File names of the native addons it has loaded, each once. */
  readonly addons: readonly string[];
  /** Whose malloc it uses; null when that cannot be told. */
  readonly allocator: "glibc" | "musl" | "jemalloc" | "tcmalloc" | "mimalloc" | null;
}

/** Reads it from /proc; nothing is known where that is another machine's, or not Linux's. */
export function nativeSide(pid: number): NativeSide {
  try {
    return nativeSideIn(readFileSync(`/proc/${pid}/maps`, "utf8"));
  } catch {
    return { addons: [], allocator: null };
  }
}

/** The same of the text of `/proc/PID/maps`. */
export function nativeSideIn(maps: string): NativeSide {
  const files = new Set<string>();
  // address perms offset dev inode path
  for (const line of maps.split("\n")) {
    const path = /^(?:\S+\s+){5}(\/.*)$/u.exec(line)?.[1];
    if (path !== undefined) files.add(basename(path.replace(/ \(deleted\)$/u, "")));
  }
  const names = [...files];
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  return {
    addons: names.filter((name) => name.endsWith(".node")),
    // One that was loaded before the C library takes its place.
    allocator:
      (["jemalloc", "tcmalloc", "mimalloc"] as const).find((name) => has(new RegExp(`^lib${name}`, "u"))) ??
      (has(/^(?:ld|libc\.)[.-]?musl/u) ? "musl" : has(/^libc(?:-[\d.]+)?\.so/u) ? "glibc" : null),
  };
}
