/** Why a file could not be read, or a snapshot not be taken. Each is explained in docs/errors.md. */
export type HeapFileErrorCode = "file-unreadable" | "file-unwritable" | "zstd-unsupported" | "compression-damaged" | "not-enough-memory" | "needs-consent" | "snapshot-not-taken";
/** A file of a heap snapshot that could not be read or made; the message is one line, `what is wrong: what to do`. */
export declare class HeapFileError extends Error {
    readonly name = "HeapFileError";
    readonly code: HeapFileErrorCode;
    constructor(code: HeapFileErrorCode, message: string, options?: ErrorOptions);
}
/** The same error with the name of the file it is about before it. */
export declare function about(name: string, error: unknown): unknown;
/** Whether an error is one of the operating system, such as a file that is not there. */
export declare function isSystemError(error: unknown): error is NodeJS.ErrnoException;
/** A file that the operating system does not let us read. */
export declare function unreadable(name: string, error: NodeJS.ErrnoException): HeapFileError;
/** A file that the operating system does not let us write. */
export declare function unwritable(name: string, error: NodeJS.ErrnoException): HeapFileError;
