import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const fixtures = join(import.meta.dirname, "../fixtures/go");
const V8 = {
  head: {
    callFrame: { functionName: "(root)", scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 },
    selfSize: 0,
    id: 1,
    children: [
      {
        callFrame: {
          functionName: "keep",
          scriptId: "7",
          url: "file:///a.js",
          lineNumber: 3,
          columnNumber: 2,
        },
        selfSize: 512,
        id: 2,
        children: [],
      },
    ],
  },
  samples: [{ size: 512, nodeId: 2 }],
};
const seeds: readonly Uint8Array[] = [
  ...[
    ...readdirSync(fixtures),
    ...readdirSync(join(fixtures, "endpoints")).map((name) => join("endpoints", name)),
  ]
    .filter((name) => name.endsWith(".pb.gz"))
    .map((name) => new Uint8Array(gunzipSync(readFileSync(join(fixtures, name))))),
  ...["heap", "goroutine", "mutex"].map(
    (name) => new Uint8Array(readFileSync(join(fixtures, "endpoints", `${name}.debug1.txt`))),
  ),
  ...[
    JSON.stringify(V8),
    "a;b;c 3\na 4\n",
    "--- threadz 1 ---\n\n--- Thread 7f (name: main/1) stack: ---\n  0x10 0x20\n--- Memory map: ---\n  00400000-00401000: /bin/x\n",
    "--- heapz 1 ---\nformat = java\nresolution = bytes\n 7048 1 @ 0x3 0x4\n0x3 a.B.c (B.java:7)\n",
  ].map((text) => new Uint8Array(Buffer.from(text))),
  new Uint8Array(Buffer.from(BigUint64Array.of(0n, 3n, 0n, 10n, 0n, 1n, 2n, 16n, 32n, 0n, 1n, 0n).buffer)),
];

/** A small generator that gives the same numbers for the same seed (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What breaks parsers: flipped bits, numbers at their edges, parts cut out, doubled and put together. */
export function mutated(next: (below: number) => number): Uint8Array<ArrayBuffer> {
  let bytes = Array.from(seeds[next(seeds.length)]!);
  for (let i = next(6); i >= 0; i--) {
    const at = next(bytes.length + 1);
    const length = next(64);
    const kind = next(6);
    if (kind === 0 && at < bytes.length) bytes[at]! ^= 1 << next(8);
    else if (kind === 1) bytes.splice(at, 1, ...EDGES[next(EDGES.length)]!);
    else if (kind === 2) bytes.splice(at, length);
    else if (kind === 3) bytes.splice(at, 0, ...bytes.slice(at, at + length));
    else if (kind === 4) bytes = bytes.slice(0, at);
    else bytes.splice(at, 0, ...seeds[next(seeds.length)]!.subarray(0, length));
  }
  return new Uint8Array(bytes);
}

const EDGES: readonly (readonly number[])[] = [
  [0],
  [0x7f],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
  [...Buffer.from("99999999999999999999")],
  [...Buffer.from("-1")],
  [...Buffer.from("\n")],
];
