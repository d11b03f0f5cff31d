import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gunzip } from "./gunzip.ts";

const gzip = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(bytes));

test("gzip is undone and anything else left alone", async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
  expect(await gunzip(gzip(bytes), 100_000)).toEqual(bytes);
  expect(await gunzip(bytes, 10)).toBe(bytes);
});

test("a bomb is given up at the limit", async () => {
  const bomb = gzip(new Uint8Array(20_000_000));
  await expect(gunzip(bomb, 1_000_000)).rejects.toThrow(
    "more than 1000000 bytes uncompressed, the most allowed",
  );
});

test("damaged and cut-off gzip are one clear error", async () => {
  const whole = gzip(new TextEncoder().encode("a profile".repeat(100)));
  await expect(gunzip(whole.slice(0, 20), 1000)).rejects.toThrow(/^damaged gzip: /);
  await expect(gunzip(whole.fill(0xff, 10, 20), 1000)).rejects.toThrow(/^damaged gzip: /);
});
