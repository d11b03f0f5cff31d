import { ProfileFormatError } from "./format-error.ts";

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Uncompresses gzip, giving up as soon as more than `maximumBytes` come out; bytes that are not gzip are returned as
 * they are. Uses DecompressionStream, so it runs in Node.js and in a browser.
 */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(parts, length);
      parts.push(value);
      length += value.length;
      if (length > maximumBytes) break;
    }
  } catch (cause) {
    const message = `damaged gzip: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw Object.assign(new ProfileFormatError("malformed", message, null), { cause });
  }
  await reader.cancel();
  throw new ProfileFormatError(
    "too large",
    `more than ${maximumBytes} bytes uncompressed, the most allowed`,
    null,
  );
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const result = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
