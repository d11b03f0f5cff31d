import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, FrameDecoder, FrameError, type Frame } from "./websocket-frame.ts";

/** A frame as a server sends it: unmasked. */
function serverFrame(opcode: number, final: boolean, payload: Buffer): Buffer {
  const extended = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = extended === 0 ? payload.length : extended === 2 ? 126 : 127;
  if (extended === 2) head.writeUInt16BE(payload.length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

function decodeInPieces(bytes: Buffer, cuts: readonly number[]): Frame[] {
  const decoder = new FrameDecoder(1 << 20);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return at.slice(1).flatMap((end, i) => decoder.push(bytes.subarray(at[i], end)));
}

const size = fc.oneof(fc.nat(200), fc.constantFrom(0, 125, 126, 127, 65_535, 65_536, 70_000));
const frames = fc.array(
  fc.record({ opcode: fc.constantFrom(0, 1, 2), final: fc.boolean(), size, fill: fc.nat(255) }),
  { maxLength: 6 },
);

test("frames come out as they went in, wherever the stream is cut", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
      const bytes = Buffer.concat(
        sent.map((frame) => serverFrame(frame.opcode, frame.final, Buffer.alloc(frame.size, frame.fill))),
      );
      const received = decodeInPieces(bytes, cuts);
      expect(received.map((frame) => [frame.opcode, frame.final, frame.payload.length])).toEqual(
        sent.map((frame) => [frame.opcode, frame.final, frame.size]),
      );
      received.forEach((frame, i) => {
        expect(frame.payload.every((byte) => byte === sent[i]?.fill)).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});

test("a frame cut into single bytes is put together", () => {
  const bytes = serverFrame(1, true, Buffer.from("sessions"));
  expect(decodeInPieces(bytes, [...bytes.keys()])).toMatchObject([{ opcode: 1, final: true }]);
});

test.each([
  ["reserved bits", [0xf1, 0x00], 1002],
  ["a mask", [0x81, 0x80], 1002],
  ["an unknown opcode", [0x83, 0x00], 1002],
  ["an unknown control opcode", [0x8b, 0x00], 1002],
  ["a control frame that is cut up", [0x09, 0x00], 1002],
  ["a control frame with a long payload", [0x89, 126, 1, 0], 1002],
  ["a payload over the limit", [0x81, 127, 0, 0, 0, 0, 0, 0x20, 0, 0], 1009],
])("%s from a server ends the stream", (_, bytes, code) => {
  const decode = (): Frame[] => new FrameDecoder(1 << 20).push(Buffer.from(bytes));
  expect(decode).toThrow(FrameError);
  expect(decode).toThrow(expect.objectContaining({ closeCode: code }) as Error);
});

test("a client masks what it sends with a key of its own", () => {
  const payload = Buffer.from("Runtime.evaluate");
  const frame = encodeFrame(1, payload);
  const mask = frame.subarray(2, 6);
  const unmasked = frame.subarray(6).map((byte, i) => byte ^ (mask[i & 3] ?? 0));
  expect([...frame.subarray(0, 2)]).toEqual([0x81, 0x80 | payload.length]);
  expect(Buffer.from(unmasked).toString()).toBe("Runtime.evaluate");
  expect(encodeFrame(1, payload).subarray(2, 6)).not.toEqual(mask);
});
