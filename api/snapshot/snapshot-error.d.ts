/** Why bytes are not a usable heap snapshot, or not a usable index of one. Each is explained in docs/errors.md. */
export type SnapshotErrorCode = "snapshot-empty" | "snapshot-truncated" | "snapshot-not-one" | "snapshot-malformed" | "snapshot-too-large" | "snapshots-unrelated" | "snapshots-out-of-order" | "index-unusable";
/**
 * Bytes that are no usable snapshot; the message is one line, `what is wrong: what to do`, without the file's name,
 * which whoever opened the file puts before it.
 */
export declare class SnapshotError extends Error {
    readonly name = "SnapshotError";
    readonly code: SnapshotErrorCode;
    constructor(code: SnapshotErrorCode, message: string, options?: ErrorOptions);
}
/** A snapshot whose structure is not what V8 writes, and where. */
export declare function malformed(what: string, offset: number): SnapshotError;
/** A snapshot that ends too early. */
export declare function cutOff(what: string): SnapshotError;
/** A file without a byte in it. */
export declare function empty(): SnapshotError;
