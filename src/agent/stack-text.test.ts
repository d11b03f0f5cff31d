import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeProfile } from "#profile";
import { Addresses } from "./addresses.ts";
import { textStacks } from "./stack-text.ts";

const recorded = new URL("../../test/fixtures/go/endpoints/", import.meta.url);

/** Lines of stacks with their places: `	runtime.malg	…	runtime/proc.go:4076`, tabs kept, offsets and addresses dropped. */
const places = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/^#\t0x[0-9a-f]+\t(\S+)\+0x[0-9a-f]+\t+(\S+:\d+)$/gm)].map(
      ([, name, place]) => `${name} ${place}`,
    ),
  );

test("stacks are aligned as Go aligns them, largest first", () => {
  const profile = decodeProfile(new Uint8Array(gunzipSync(readFileSync(new URL("heap.pb.gz", recorded)))));
  const stacks = textStacks(profile, 3, new Addresses());
  const values = stacks.map((stack) => stack.values[3]!);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  const ours = stacks.map(({ lines }) => lines).join("\n");
  for (const line of ours.split("\n").filter(Boolean)) {
    expect(expanded(line).indexOf("0x")).toBe(8);
  }
  for (const { lines } of stacks) {
    const starts = lines
      .split("\n")
      .filter(Boolean)
      .map((line) => expanded(line).lastIndexOf(" ") + 1);
    expect(new Set(starts).size).toBeLessThanOrEqual(1);
  }
  const go = places(readFileSync(new URL("heap.debug1.txt", recorded), "utf8"));
  const mine = places(ours);
  // Go's text was taken a moment before its profile.
  const shared = [...go].filter((place) => mine.has(place));
  expect(shared.length).toBeGreaterThan(go.size / 2);
});

/** Tabs as a terminal shows them. */
function expanded(line: string): string {
  let out = "";
  for (const sign of line) out += sign === "\t" ? " ".repeat(8 - (out.length % 8)) : sign;
  return out;
}

test("a place keeps its address, and the oldest is forgotten when there are too many", () => {
  const addresses = new Addresses();
  const first = addresses.of("a", "f.js", 1);
  expect(addresses.of("a", "f.js", 1)).toBe(first);
  expect(addresses.nameAt(first)).toBe("a");
  for (let line = 2; line < 70_000; line++) addresses.of("a", "f.js", line);
  expect(addresses.nameAt(first)).toBeNull();
  expect(addresses.of("a", "f.js", 69_999)).toBeGreaterThan(first);
});
