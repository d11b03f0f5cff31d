/** Source that cannot be checked; the message says what to do. */
export class CheckError extends Error {
  override readonly name = "CheckError";
  readonly code = "check";
}
