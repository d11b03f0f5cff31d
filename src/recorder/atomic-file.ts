import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a file so that a reader, at any moment, and after a kill at any moment, finds the old content or the new and
 * never a part: a new file beside it, written out to the disk, takes its name. Throws what the file system says; what
 * was begun is then taken away. With `sync: false` it survives the end of the process but not of the machine.
 */
export function writeAtomically(
  folder: string,
  name: string,
  bytes: Uint8Array,
  { sync = true }: { readonly sync?: boolean } = {},
): void {
  const temporary = join(folder, `.${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      if (sync) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(folder, name));
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // What cannot be taken away now is swept when the life is pruned; the first error is the one to tell.
  }
}
