import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SnapshotReader, type Snapshot } from "#snapshot";
import { compressionOf, unpacker, unpackingError } from "./compression.ts";
import { about, isSystemError, unreadable } from "./heap-file-error.ts";
import { Steps, type StepListener } from "./steps.ts";
import { readWithTwoThreads } from "./two-threads.ts";

export interface ReadSnapshotOptions extends StepListener {
  /** Threads to read with: two from 64 MiB on unless told. */
  readonly threads?: 1 | 2;
}

/** Below this a second thread takes longer to start than it saves. */
const WORTH_A_THREAD = 64 * 2 ** 20;

/**
 * Reads the heap snapshot in a file, packed with gzip or zstd or not at all; "-" is standard input. Throws a
 * HeapFileError or SnapshotError that names the file.
 */
export async function readSnapshot(path: string, options: ReadSnapshotOptions = {}): Promise<Snapshot> {
  const name = path === "-" ? "standard input" : path;
  try {
    if (path === "-") return await readStream(process.stdin, name, null, options);
    const file = openSync(path, "r");
    try {
      return await readFile(file, name, options);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(name, error) : about(name, error);
  }
}

async function readFile(file: number, name: string, options: ReadSnapshotOptions): Promise<Snapshot> {
  const stat = fstatSync(file);
  const chunks = { fd: file, autoClose: false, highWaterMark: 1 << 20 };
  if (!stat.isFile()) return readStream(createReadStream("", chunks), name, null, options);
  const first = new Uint8Array(4);
  const length = readSync(file, first, 0, first.length, 0);
  if (compressionOf(first.subarray(0, length)) !== "none")
    return readStream(createReadStream("", { ...chunks, start: 0 }), name, stat.size, options);
  const threads = options.threads ?? (stat.size >= WORTH_A_THREAD ? 2 : 1);
  const read = threads === 2 ? await readWithTwoThreads(file, stat.size, options) : null;
  return read ?? readPlain(file, stat.size, options);
}

/** Reads an unpacked file from front to back, straight into the reader's memory. */
async function readPlain(file: number, size: number, options: ReadSnapshotOptions): Promise<Snapshot> {
  const reader = new SnapshotReader({ fileBytes: size });
  const steps = new Steps(size, options);
  for (;;) {
    const room = reader.room();
    const length = readSync(file, room, 0, room.length, reader.nextOffset);
    if (length === 0) return reader.finish();
    reader.advance(length);
    await steps.at(reader.nextOffset);
  }
}

/** Reads a stream of bytes, unpacking them where they are packed. */
async function readStream(
  stream: Readable,
  name: string,
  size: number | null,
  options: ReadSnapshotOptions,
): Promise<Snapshot> {
  const reader = new SnapshotReader();
  const steps = new Steps(size, options);
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      await steps.at(bytes);
      yield chunk;
    }
  };
  const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) reader.push(chunk);
  };
  const { start, rest } = await firstBytes(counted(stream));
  const compression = compressionOf(start);
  const { signal } = options;
  if (compression === "none") await pipeline(rest, take, { signal });
  else {
    const unpack = unpacker(compression, name);
    const damage: Error[] = [];
    unpack.once("error", (error) => damage.push(error));
    try {
      await pipeline(rest, unpack, take, { signal });
    } catch (error) {
      throw error === damage[0] ? unpackingError(name, error as NodeJS.ErrnoException) : error;
    }
  }
  return reader.finish();
}

/** The beginning of a stream, at least four bytes unless it is shorter, and all of it. */
async function firstBytes(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ start: Uint8Array; rest: () => AsyncGenerator<Uint8Array> }> {
  const seen: Uint8Array[] = [];
  let start = new Uint8Array(0);
  while (start.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    seen.push(next.value);
    start = Buffer.concat([start, next.value.subarray(0, 4)]);
  }
  return {
    start,
    rest: async function* () {
      yield* seen;
      yield* chunks;
    },
  };
}
