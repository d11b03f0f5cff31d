import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { indexBytes, isIndex, openIndex, SnapshotError, type Graph, type OpenIndex } from "#snapshot";
import { isSystemError, unreadable, unwritable } from "./heap-file-error.ts";

export interface WriteIndexOptions {
  /** Take out the texts of the program's data, so that the index may leave production. */
  readonly redact?: boolean;
  /** The snapshot it is made from, so that it is known when that has changed. */
  readonly source?: string;
}

/** The file beside a snapshot that its index is kept in. */
export function indexPath(snapshot: string): string {
  return `${snapshot}.sawidx`;
}

/** Writes the index of a graph; a reader sees all of it or nothing. Returns its size in bytes. */
export function writeIndex(path: string, graph: Graph, options: WriteIndexOptions = {}): number {
  const draft = `${path}.${process.pid}.part`;
  const source = options.source === undefined ? null : fingerprint(options.source);
  let written = 0;
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      for (const bytes of indexBytes(graph, { redact: options.redact === true, ...(source && { source }) }))
        for (let at = 0; at < bytes.length;) {
          const length = writeSync(file, bytes, at, Math.min(bytes.length - at, 2 ** 26));
          at += length;
          written += length;
        }
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    return written;
  } catch (error) {
    rmSync(draft, { force: true });
    if (!isSystemError(error)) throw error;
    throw unwritable(path, error);
  }
}

/** An index that is open; its columns are read when first used, so it stays open until the process ends or `close`. */
export interface IndexOnDisk extends OpenIndex {
  close(): void;
}

/** Opens the index in a file; throws a SnapshotError `index-unusable` that names it. */
export function openIndexFile(path: string): IndexOnDisk {
  const file = openSync(path, "r");
  try {
    const bytes = fstatSync(file).size;
    const open = openIndex({ bytes, read: (offset, length) => readAt(file, offset, length) });
    return { ...open, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    if (!(error instanceof SnapshotError)) throw error;
    throw new SnapshotError(error.code, `${path} is ${error.message}`, { cause: error });
  }
}

/** The index beside a snapshot, when there is one of all that is in it, made from it as it is now; otherwise null. */
export function freshIndex(snapshot: string): IndexOnDisk | null {
  try {
    const now = fingerprint(snapshot);
    const open = openIndexFile(indexPath(snapshot));
    const { source, redacted } = open.directory;
    if (!redacted && source?.bytes === now.bytes && source.modifiedMs === now.modifiedMs) return open;
    open.close();
    return null;
  } catch (error) {
    // An index only saves time: without a usable one the snapshot is read.
    if (isSystemError(error) || error instanceof SnapshotError) return null;
    throw error;
  }
}

/** Whether a file is an index rather than a snapshot. */
export function isIndexFile(path: string): boolean {
  const file = openSync(path, "r");
  try {
    return fstatSync(file).isFile() && isIndex(readAt(file, 0, 8));
  } finally {
    closeSync(file);
  }
}

/**
 * When a snapshot was written, by the time of its file; of an index that of the snapshot it was made from. null where that is
 * not known: of standard input, of a pipe, and of an index that was made from either. Throws as `openHeap` does.
 */
export function writtenAt(path: string): Date | null {
  if (path === "-") return null;
  try {
    const stat = statSync(path);
    // A pipe is read once.
    if (!stat.isFile()) return null;
    if (!isIndexFile(path)) return stat.mtime;
    const open = openIndexFile(path);
    open.close();
    const { source } = open.directory;
    return source === null ? null : new Date(source.modifiedMs);
  } catch (error) {
    throw isSystemError(error) ? unreadable(path, error) : error;
  }
}

function fingerprint(path: string): { bytes: number; modifiedMs: number } {
  const { size, mtimeMs } = statSync(path);
  return { bytes: size, modifiedMs: mtimeMs };
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  // Memory of its own, so that it begins where numbers of four bytes may.
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const got = readSync(file, bytes, at, Math.min(length - at, 2 ** 30), offset + at);
    if (got === 0) break;
    at += got;
  }
  return bytes.subarray(0, at);
}
