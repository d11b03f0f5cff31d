/** Whether the message of an error was made for the user; others are faults of ours. */
export function isExpected(error: unknown): error is Error {
  return error instanceof Error && ("code" in error || error instanceof RangeError);
}
