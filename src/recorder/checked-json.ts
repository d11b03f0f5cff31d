import { crc32 } from "node:zlib";

const MARK = "sawtooth-recorder 1";

/** A document as bytes that show when a part of them is missing or damaged: a line with the CRC-32, then the JSON. */
export function encodeChecked(value: unknown): Buffer {
  const body = `${JSON.stringify(value)}\n`;
  return Buffer.from(`${MARK} ${crc32(body).toString(16).padStart(8, "0")}\n${body}`);
}

/** What was encoded; null when the bytes are not whole, or were never written by the recorder. */
export function decodeChecked(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString("utf8");
  const end = text.indexOf("\n");
  const [mark, sum] = [text.slice(0, MARK.length), text.slice(MARK.length + 1, Math.max(0, end))];
  const body = text.slice(end + 1);
  if (end < 0 || mark !== MARK || crc32(body) !== Number.parseInt(sum, 16)) return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null; // The sum is right and the text is not JSON: somebody else's file that was made to look like ours.
  }
}
