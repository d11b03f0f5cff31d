import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { isGzip, ProfileFormatError, readProfile, type Profile } from "#profile";

/**
 * Reads a profile of at most `maximumBytes` uncompressed. Node.js's own zlib takes a third of the time of the streams
 * that `readProfile` uses, which browsers have too.
 */
export async function readProfileBytes(bytes: Buffer, maximumBytes: number): Promise<Profile> {
  const raw = isGzip(bytes) ? await inflated(bytes, maximumBytes) : bytes;
  return await readProfile(
    new Uint8Array(raw.buffer as ArrayBuffer, raw.byteOffset, raw.length),
    maximumBytes,
  );
}

async function inflated(bytes: Buffer, maximumBytes: number): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maximumBytes, chunkSize: expectedBytes(bytes) });
  } catch (cause) {
    const isLarge = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    const message = isLarge
      ? `more than ${maximumBytes} bytes uncompressed, the most allowed`
      : `damaged gzip: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw Object.assign(new ProfileFormatError(isLarge ? "too large" : "malformed", message, null), {
      cause,
    });
  }
}

/** The most that deflate compresses. */
const MOST_RATIO = 1032;
const LEAST_CHUNK = 1 << 14;
const MOST_CHUNK = 1 << 28;

/**
 * The size that a gzip file says at its end it has uncompressed, for one buffer instead of many to be joined. It may lie,
 * so it is believed only as far as the bytes there are could make it true.
 */
function expectedBytes(bytes: Buffer): number {
  const told = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4) + 1;
  return Math.max(LEAST_CHUNK, Math.min(told, bytes.length * MOST_RATIO, MOST_CHUNK));
}
