/** Whether the message of an error was made for the user: those of the parts and of Node carry a code. Others are faults of ours. */
export function isExpected(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
