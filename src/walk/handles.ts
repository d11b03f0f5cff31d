import type { Collections, Counter } from "./collections.ts";
import { builtin, classNameOf, isReference, ownValue } from "./native.ts";
import type { Paths } from "./paths.ts";
import { connections } from "./protocol.ts";

/** Reading where a descriptor leads takes a few microseconds: of more than this only their number is read. */
const mostResolved = 1000;
/** What the files a process has open are called among its handles. */
export const openFiles = "open files";
const handleCost = 40;

/**
 * What the event loop and the system keep open, by kind: sockets, servers, watchers, ports, child processes, and the files
 * the process has open. No variable has to hold them for them to pile up.
 */
export class Handles {
  readonly #collections: Collections;
  readonly #paths: Paths;
  readonly #known = new Set<string>();
  #counts: ReadonlyMap<string, number> = new Map();

  constructor(collections: Collections, paths: Paths) {
    this.#collections = collections;
    this.#paths = paths;
  }

  /** Counts anew; kinds that were not there before are collections from now on. */
  refresh(): void {
    const counts = activeHandles();
    if (builtin("node:worker_threads").isMainThread) counts.set(openFiles, filesOpen() ?? 0);
    this.#counts = counts;
    for (const kind of counts.keys()) {
      if (this.#known.has(kind)) continue;
      this.#known.add(kind);
      const node = this.#paths.add(null, "handle", "", handleCost, -1);
      this.#paths.setClass(node, kind);
      this.#collections.add("handles", node, process, kind, this.#counter(kind));
    }
  }

  #counter(kind: string): Counter {
    return () => this.#counts.get(kind) ?? 0;
  }
}

function activeHandles(): Map<string, number> {
  const counts = new Map<string, number>();
  const handles = (process as unknown as { _getActiveHandles?: () => unknown[] })._getActiveHandles?.() ?? [];
  for (const handle of handles) {
    if (!isReference(handle)) continue;
    const kind = isConnection(handle) ? connections : classNameOf(handle) || "handle";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** A socket that a server accepted and whose other end has not closed: how many of them there are is up to the clients. */
function isConnection(handle: object): boolean {
  return (
    isReference(ownValue(handle, "server")) &&
    isReference(ownValue(handle, "_readableState")) &&
    !hasEnded(handle)
  );
}

/** Node's own accessor, whatever the program's classes have put in its place. */
function hasEnded(stream: object): boolean {
  const { prototype } = builtin("node:stream").Readable;
  return Reflect.getOwnPropertyDescriptor(prototype, "readableEnded")?.get?.call(stream) === true;
}

/** Files of the file system that the process has open; null where the system does not tell, or there are too many. */
function filesOpen(): number | null {
  const { readdirSync, readlinkSync } = builtin("node:fs");
  const folder = "/proc/self/fd";
  try {
    const descriptors = readdirSync(folder);
    if (descriptors.length > mostResolved) return descriptors.length;
    return descriptors.filter((fd) => isFile(readlinkSync, `${folder}/${fd}`)).length;
  } catch {
    return null; // Not Linux.
  }
}

function isFile(readlink: (path: string) => string, path: string): boolean {
  try {
    return /^\/(?!dev\/|proc\/|memfd:)/.test(readlink(path));
  } catch {
    return false; // Closed meanwhile, as the one that lists them is.
  }
}
