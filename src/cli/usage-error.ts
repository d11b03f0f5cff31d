/** The command line was not understood; the message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "usage";
}
