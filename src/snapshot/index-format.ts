import type { SnapshotHeader } from "./model.ts";

/**
 * The format of a `.sawidx` file: the magic, then the parts of columns one after another, each beginning at a multiple
 * of eight; then the directory as JSON, and a footer of 24 bytes with where that is, so that a file that was cut off
 * is never taken for a whole one. Numbers are little-endian. A reader takes only its own version.
 */
export const INDEX_VERSION = 1;
/** "SAWIDX" and the version, at the beginning and at the end. */
export const INDEX_MAGIC: Uint8Array = Uint8Array.from([
  0x53,
  0x41,
  0x57,
  0x49,
  0x44,
  0x58,
  0,
  INDEX_VERSION,
]);
/** Offset of the directory (a double), its length and checksum (32 bits each), the magic. */
export const FOOTER_BYTES = 24;

/** What is known of the file that an index was made from. */
export interface IndexSource {
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** A run of bytes in an index. */
export interface IndexPart {
  readonly offset: number;
  readonly bytes: number;
  readonly checksum: number;
}

/** What an index holds, from its directory. */
export interface IndexDirectory {
  readonly header: SnapshotHeader;
  readonly source: IndexSource | null;
  /** Texts of the program's data have been taken out. */
  readonly redacted: boolean;
  readonly reachableCount: number;
  /** Parts by name: `names.codes`, `strings.bytes`. */
  readonly parts: Readonly<Record<string, IndexPart>>;
}
