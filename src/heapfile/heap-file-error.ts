import { SnapshotError } from "#snapshot";

/** Why a file could not be read, or a snapshot not be taken. Each is explained in docs/errors.md. */
export type HeapFileErrorCode =
  | "file-unreadable"
  | "file-unwritable"
  | "zstd-unsupported"
  | "compression-damaged"
  | "not-enough-memory"
  | "needs-consent"
  | "snapshot-not-taken";

/** A file of a heap snapshot that could not be read or made; the message is one line, `what is wrong: what to do`. */
export class HeapFileError extends Error {
  override readonly name = "HeapFileError";
  readonly code: HeapFileErrorCode;

  constructor(code: HeapFileErrorCode, message: string, options?: ErrorOptions) {
    super(message.replace(/\p{Cc}+/gu, " "), options);
    this.code = code;
  }
}

/** The same error with the name of the file it is about before it. */
export function about(name: string, error: unknown): unknown {
  return error instanceof SnapshotError
    ? new SnapshotError(error.code, `${name} is ${error.message}`, { cause: error })
    : error;
}

/** Whether an error is one of the operating system, such as a file that is not there. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}

/** A file that the operating system does not let us read. */
export function unreadable(name: string, error: NodeJS.ErrnoException): HeapFileError {
  const why: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file: check its name",
    EACCES: "it may not be read by this user: run as its owner",
    EISDIR: "it is a folder: give the .heapsnapshot file in it",
  };
  const words = why[error.code ?? ""] ?? `it cannot be read (${error.message}): check the disk it is on`;
  return new HeapFileError("file-unreadable", `${name}: ${words}`, { cause: error });
}

/** A file that the operating system does not let us write. */
export function unwritable(name: string, error: NodeJS.ErrnoException): HeapFileError {
  const why: Readonly<Record<string, string>> = {
    ENOENT: "there is no such folder",
    EACCES: "this user may not write there",
    EROFS: "its disk is read-only",
    ENOSPC: "its disk is full",
  };
  const words = why[error.code ?? ""] ?? error.message;
  return new HeapFileError("file-unwritable", `${name} cannot be written (${words}): choose another folder`, {
    cause: error,
  });
}
