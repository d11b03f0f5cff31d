/** Why bytes are not a usable heap snapshot, or not a usable index of one. Each is explained in docs/errors.md. */
export type SnapshotErrorCode =
  | "snapshot-empty"
  | "snapshot-truncated"
  | "snapshot-not-one"
  | "snapshot-malformed"
  | "snapshot-too-large"
  | "snapshots-unrelated"
  | "snapshots-out-of-order"
  | "index-unusable";

/**
 * Bytes that are no usable snapshot; the message is one line, `what is wrong: what to do`, without the file's name,
 * which whoever opened the file puts before it.
 */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
  readonly code: SnapshotErrorCode;

  constructor(code: SnapshotErrorCode, message: string, options?: ErrorOptions) {
    // What is quoted comes from the file and must neither break the line nor command the terminal.
    super(message.replace(/\p{Cc}+/gu, " "), options);
    this.code = code;
  }
}

/** A snapshot whose structure is not what V8 writes, and where. */
export function malformed(what: string, offset: number): SnapshotError {
  return new SnapshotError(
    "snapshot-malformed",
    `damaged at byte ${offset}: ${what}: copy or take it again, it is not what V8 writes`,
  );
}

/** A snapshot that ends too early. */
export function cutOff(what: string): SnapshotError {
  return new SnapshotError(
    "snapshot-truncated",
    `cut off: ${what}: take it again with memory and disk to spare, as writing it was ended (out of memory, a full disk) or the copy is not whole`,
  );
}

/** A file without a byte in it. */
export function empty(): SnapshotError {
  return new SnapshotError(
    "snapshot-empty",
    "empty (0 bytes): take it again with memory to spare, as the process was ended before the first byte was written, which is what running out of memory during a snapshot leaves behind",
  );
}
