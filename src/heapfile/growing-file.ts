import { createWriteStream, openSync, rmSync, statfsSync, type WriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { finished } from "node:stream/promises";
import { createGzip, constants, type Gzip } from "node:zlib";
import { unwritable, type HeapFileError } from "./heap-file-error.ts";

/**
 * A file that appears under its name only when it is whole: until `commit` what is written is in a draft beside it,
 * and `discard` leaves nothing. Packed with gzip when the name ends in `.gz`.
 */
export class GrowingFile {
  readonly path: string;
  readonly #draft: string;
  readonly #file: WriteStream;
  readonly #gzip: Gzip | null;
  readonly #ended: Promise<void>;
  #failure: Error | null = null;

  /** Throws a HeapFileError `file-unwritable` when there can be no such file. */
  constructor(path: string) {
    this.path = path;
    this.#draft = `${path}.${process.pid}.part`;
    this.#file = createWriteStream(this.#draft, { fd: this.#open() });
    // The quickest level: the process stands still meanwhile, and integers pack well at any.
    this.#gzip = path.endsWith(".gz") ? createGzip({ level: constants.Z_BEST_SPEED }) : null;
    this.#gzip?.pipe(this.#file);
    this.#ended = finished(this.#file).catch((error: unknown) => {
      this.#failure = error as Error;
    });
  }

  #open(): number {
    try {
      return openSync(this.#draft, "wx", 0o600);
    } catch (error) {
      throw this.#unwritable(error as Error);
    }
  }

  /** Bytes on the disk so far. */
  get bytesWritten(): number {
    return this.#file.bytesWritten;
  }

  /** Takes text; throws when the disk has refused what came before. */
  write(text: string): void {
    if (this.#failure !== null) throw this.#unwritable(this.#failure);
    (this.#gzip ?? this.#file).write(text);
  }

  /** Waits until everything is on the disk and gives the file its name. */
  async commit(): Promise<void> {
    (this.#gzip ?? this.#file).end();
    await this.#ended;
    if (this.#failure !== null) throw this.#unwritable(this.#failure);
    await rename(this.#draft, this.path);
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    this.#gzip?.destroy();
    this.#file.destroy();
    await this.#ended;
    rmSync(this.#draft, { force: true });
  }

  #unwritable(error: NodeJS.ErrnoException): HeapFileError {
    return unwritable(this.path, error);
  }
}

/** Bytes free on the disk that a file would be on; Infinity when that cannot be told. */
export function freeDisk(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(resolve(path)));
    return bavail * bsize;
  } catch {
    return Infinity; // Writing will say what is wrong with the folder.
  }
}
