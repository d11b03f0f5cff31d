import { randomBytes } from "node:crypto";

/** What a frame is, RFC 6455 §5.2. */
export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame as it came from a server: unmasked payload. */
export interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

/** Something the protocol forbids; the connection cannot go on. */
export class FrameError extends Error {
  /** The close code to answer with, RFC 6455 §7.4.1. */
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.name = "FrameError";
    this.closeCode = closeCode;
  }
}

/** A frame as a client sends it: final and masked with a fresh random key (RFC 6455 §5.3). */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const extended = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
  const start = 2 + extended + 4;
  const frame = Buffer.allocUnsafe(start + payload.length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? payload.length : extended === 2 ? 126 : 127);
  if (extended === 2) frame.writeUInt16BE(payload.length, 2);
  if (extended === 8) frame.writeBigUInt64BE(BigInt(payload.length), 2);
  const mask = randomBytes(4);
  mask.copy(frame, 2 + extended);
  for (let i = 0; i < payload.length; i++) frame[start + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

interface Header {
  readonly opcode: number;
  readonly final: boolean;
  readonly headerBytes: number;
  readonly payloadBytes: number;
}

/** Cuts a server's byte stream into frames. Holds what it was given until a frame is whole, and copies each byte once. */
export class FrameDecoder {
  readonly #maxPayloadBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(maxPayloadBytes: number) {
    this.#maxPayloadBytes = maxPayloadBytes;
  }

  /** Takes the next bytes and returns the frames they complete; throws FrameError on what RFC 6455 forbids. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    const frames: Frame[] = [];
    for (let header = this.#header(); header !== null; header = this.#header()) {
      const size = header.headerBytes + header.payloadBytes;
      if (this.#held < size) break;
      const bytes = this.#take(size);
      frames.push({
        opcode: header.opcode,
        final: header.final,
        payload: bytes.subarray(header.headerBytes),
      });
    }
    return frames;
  }

  #header(): Header | null {
    const head = this.#peek(10);
    const first = head[0];
    const second = head[1];
    if (first === undefined || second === undefined) return null;
    if ((first & 0x70) !== 0) throw new FrameError(1002, "a frame with reserved bits set");
    if ((second & 0x80) !== 0) throw new FrameError(1002, "a masked frame from a server");
    const opcode = first & 15;
    const final = (first & 0x80) !== 0;
    const short = second & 127;
    if (opcode >= 8 && (!final || short > 125))
      throw new FrameError(1002, "a control frame too long or cut up");
    if ((opcode > 2 && opcode < 8) || opcode > 10) throw new FrameError(1002, `an unknown opcode ${opcode}`);
    const headerBytes = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (head.length < headerBytes) return null;
    const payloadBytes =
      short === 126 ? head.readUInt16BE(2) : short === 127 ? Number(head.readBigUInt64BE(2)) : short;
    if (payloadBytes > this.#maxPayloadBytes) {
      throw new FrameError(
        1009,
        `a frame of ${payloadBytes} bytes, more than the ${this.#maxPayloadBytes} allowed`,
      );
    }
    return { opcode, final, headerBytes, payloadBytes };
  }

  /** Up to `count` bytes from the front, left in place. */
  #peek(count: number): Buffer {
    const first = this.#chunks[0];
    if (first === undefined || first.length >= count || this.#chunks.length === 1) {
      return first?.subarray(0, count) ?? Buffer.alloc(0);
    }
    const front: Buffer[] = [];
    let bytes = 0;
    for (const chunk of this.#chunks) {
      if (bytes >= count) break;
      front.push(chunk);
      bytes += chunk.length;
    }
    return Buffer.concat(front).subarray(0, count);
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#held);
    const bytes = (all ?? Buffer.alloc(0)).subarray(0, count);
    const rest = (all ?? Buffer.alloc(0)).subarray(count);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
    return bytes;
  }
}
