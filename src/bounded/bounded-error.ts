/** What is wrong: a stable word for programs to test. Listed in docs/errors.md. */
export type BoundedErrorCode =
  | "bad-bound"
  | "bad-duration"
  | "bad-owner"
  | "collection-full"
  | "endless-removal";

/** A bound that makes no sense, or one that was reached by a collection told to throw then. */
export class BoundedError extends Error {
  override readonly name: string = "BoundedError";
  readonly code: BoundedErrorCode;

  constructor(code: BoundedErrorCode, message: string) {
    super(`sawtooth: ${message}`);
    this.code = code;
  }
}
