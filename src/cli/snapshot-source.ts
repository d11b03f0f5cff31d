import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { buildGraph, SnapshotReader, type Graph } from "#snapshot";
import { UsageError } from "./usage-error.ts";

/** A snapshot that was read, and when its file was written. */
export interface LoadedSnapshot {
  readonly graph: Graph;
  readonly writtenAt: Date;
}

/** Reads a heap snapshot, compressed or not, and finds who keeps what alive. Throws SnapshotError and UsageError. */
export async function loadSnapshot(file: string): Promise<LoadedSnapshot> {
  const about = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`);
  });
  const compressed = await isCompressed(file);
  const reader = new SnapshotReader(compressed ? {} : { fileBytes: about.size });
  const bytes = createReadStream(file, { highWaterMark: 2 ** 22 });
  const stream = compressed ? bytes.pipe(createGunzip({ chunkSize: 2 ** 20 })) : bytes;
  for await (const chunk of stream) reader.push(chunk as Buffer);
  return { graph: buildGraph(reader.finish()), writtenAt: about.mtime };
}

async function isCompressed(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}
