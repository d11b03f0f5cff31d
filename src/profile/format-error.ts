/** Why bytes are not a usable profile. */
export type ProfileFormatCode = "empty" | "truncated" | "malformed" | "inconsistent" | "too large";

/**
 * Bytes that are no usable profile. The message is one line and names the byte offset (in the uncompressed
 * profile) at which reading gave up, the value found there and what is allowed.
 */
export class ProfileFormatError extends Error {
  override readonly name = "ProfileFormatError";
  readonly code: ProfileFormatCode;
  /** Byte offset in the uncompressed profile; null when the fault has no place of its own. */
  readonly offset: number | null;

  constructor(code: ProfileFormatCode, message: string, offset: number | null) {
    // What is quoted comes from the file and must neither break the line nor command the terminal.
    const line = message.replace(/\p{Cc}+/gu, " ");
    super(offset === null ? line : `${line} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}
