import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** A file mapped into a process: its executable or one of its shared libraries. */
export interface MappedFile {
  /** Opens it as the process sees it, whatever mount namespace it is in. */
  readonly path: string;
  /** Base name the process knows it by. */
  readonly name: string;
  /** Lowest address it is mapped at. */
  readonly base: bigint;
}

/** The executable of a process (first), then the shared libraries that Linux distributions put parts of Node into. */
export function nodeFiles(pid: number, executable: string | null): MappedFile[] {
  const files = new Map<string, MappedFile>();
  for (const line of readFileSync(`/proc/${pid}/maps`, "latin1").split("\n")) {
    const match = /^([0-9a-f]+)-[0-9a-f]+ \S+ \S+ \S+ \S+\s+(\/.*)$/.exec(line);
    const path = match?.[2];
    if (path === undefined || files.has(path)) continue;
    const isExecutable = path === executable;
    if (!isExecutable && !/^lib(node|uv)\.so/.test(basename(path))) continue;
    files.set(path, {
      path: isExecutable ? `/proc/${pid}/exe` : `/proc/${pid}/root${path}`,
      name: basename(path),
      base: BigInt(`0x${match?.[1] ?? "0"}`),
    });
  }
  return [...files.values()].toSorted(
    (a, b) => Number(b.path.endsWith("/exe")) - Number(a.path.endsWith("/exe")),
  );
}
