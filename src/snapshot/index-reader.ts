import { checksum } from "./checksum.ts";
import { unpackColumn } from "./column-codec.ts";
import type { Graph } from "./graph.ts";
import { FOOTER_BYTES, INDEX_MAGIC, INDEX_VERSION, type IndexDirectory } from "./index-format.ts";
import { IndexedGraph } from "./indexed-graph.ts";
import { SnapshotError } from "./snapshot-error.ts";

/** A file that an index is in, read at any place; may return fewer bytes than asked for at its end. */
export interface IndexFile {
  readonly bytes: number;
  read(offset: number, length: number): Uint8Array;
}

/** An index that is open: its columns are read from the file when first used, so that must stay open as well. */
export interface OpenIndex {
  readonly directory: IndexDirectory;
  readonly graph: Graph;
}

/** Opens an index; throws a SnapshotError `index-unusable` when it is damaged, cut off, or of another version. */
export function openIndex(file: IndexFile): OpenIndex {
  const directory = readDirectory(file);
  return { directory, graph: new IndexedGraph(directory, new IndexColumns(file, directory)) };
}

/** Whether bytes begin as an index does, of whatever version. */
export function isIndex(bytes: Uint8Array): boolean {
  return bytes.length >= 7 && INDEX_MAGIC.subarray(0, 7).every((byte, i) => bytes[i] === byte);
}

function readDirectory(file: IndexFile): IndexDirectory {
  const start = file.read(0, INDEX_MAGIC.length);
  if (!isIndex(start)) throw unusable("it does not begin like one");
  if (start[7] !== INDEX_VERSION)
    throw unusable(`it is of version ${start[7]}, this is version ${INDEX_VERSION}`);
  const footer = file.read(Math.max(0, file.bytes - FOOTER_BYTES), FOOTER_BYTES);
  const isWhole = footer.length === FOOTER_BYTES && INDEX_MAGIC.every((byte, i) => footer[16 + i] === byte);
  if (!isWhole) throw unusable("it is cut off");
  const view = new DataView(footer.buffer, footer.byteOffset, footer.length);
  const offset = view.getFloat64(0, true);
  const length = view.getUint32(8, true);
  if (!(offset >= 0 && offset + length + FOOTER_BYTES === file.bytes))
    throw unusable("its footer is damaged");
  const text = file.read(offset, length);
  if (checksum(text) !== view.getUint32(12, true)) throw unusable("its directory is damaged");
  return JSON.parse(new TextDecoder().decode(text)) as IndexDirectory;
}

/** The columns of an index, checked and unpacked as they are asked for. */
export class IndexColumns {
  readonly #file: IndexFile;
  readonly #directory: IndexDirectory;

  constructor(file: IndexFile, directory: IndexDirectory) {
    this.#file = file;
    this.#directory = directory;
  }

  has(name: string): boolean {
    return name in this.#directory.parts;
  }

  /** The bytes of a part. */
  bytes(name: string): Uint8Array {
    const part = this.#directory.parts[name];
    if (part === undefined) throw unusable(`it has no ${name}`);
    const bytes = this.#file.read(part.offset, part.bytes);
    if (bytes.length !== part.bytes || checksum(bytes) !== part.checksum)
      throw unusable(`its ${name} are damaged`);
    return bytes;
  }

  /** A packed column of `rows` numbers. */
  column(name: string, rows: number): Uint32Array {
    const common = this.bytes(`${name}.common`);
    const codes = this.bytes(`${name}.codes`);
    if (codes.length !== rows) throw unusable(`its ${name} have ${codes.length} rows, not ${rows}`);
    return unpackColumn({
      common: new Uint32Array(common.slice().buffer),
      codes,
      extra: this.bytes(`${name}.extra`),
    });
  }
}

function unusable(what: string): SnapshotError {
  return new SnapshotError(
    "index-unusable",
    `not a usable index: ${what}: delete it, and it is made again from the snapshot`,
  );
}
