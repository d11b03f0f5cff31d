/** Why a recording cannot be read. Each is explained in docs/errors.md. */
export type RecordingErrorCode = "no-recording" | "recording-unreadable";

/** A recording that cannot be read; the message is one line, `what is wrong: what to do`. */
export class RecordingError extends Error {
  readonly code: RecordingErrorCode;

  constructor(code: RecordingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RecordingError";
    this.code = code;
  }
}
