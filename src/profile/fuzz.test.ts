import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { addTagFrames } from "./tag-frames.ts";
import { aggregate } from "./aggregate.ts";
import { applyFilters, type FilterOptions } from "./apply-filters.ts";
import { combine, subtractBase } from "./combine.ts";
import { decodeProfile } from "./decode.ts";
import { encodeProfile } from "./encode.ts";
import { ProfileFormatError } from "./format-error.ts";
import { numericLabelUnits } from "./label-units.ts";
import type { Profile } from "./model.ts";
import { PatternError } from "./pattern-error.ts";
import { removeUninteresting } from "./prune.ts";
import { readProfile } from "./read-profile.ts";
import { speedscopeOf } from "./speedscope.ts";

/** Inputs to try; the long run that the note tells of is this one with SAWTOOTH_FUZZ_RUNS=1000000. */
const runs = Number(process.env["SAWTOOTH_FUZZ_RUNS"] ?? 4000);
const MOST_GROWTH = 200 * 2 ** 20;

const fixtures = join(import.meta.dirname, "../../test/fixtures/go");
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
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What breaks parsers: flipped bits, numbers at their edges, parts cut out, doubled and put together. */
function mutated(next: (below: number) => number): Uint8Array<ArrayBuffer> {
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

const PATTERNS = ["main", "(a*)*b", "^$", "\\.", "x{0,50}y", "[^a]*", "(?i)NET", "(", "64kb:"];

function chosenFilters(next: (below: number) => number): FilterOptions {
  const pattern = (): string => (next(3) === 0 ? PATTERNS[next(PATTERNS.length)]! : "");
  return {
    focus: pattern(),
    ignore: pattern(),
    hide: pattern(),
    show: pattern(),
    showFrom: pattern(),
    pruneFrom: pattern(),
    tagFocus: pattern(),
    tagIgnore: pattern(),
    tagShow: pattern(),
    tagHide: pattern(),
  };
}

/** Everything that is done to a profile, once; what it is refused for is an error of ours. */
function use(profile: Profile, next: (below: number) => number): void {
  const pruned = tried(() => removeUninteresting(profile)) ?? profile;
  const { units } = numericLabelUnits(pruned);
  const tagged = addTagFrames(pruned, { tagRoot: "bytes", tagLeaf: "tag", unit: "auto" }, () => {});
  const filtered = tried(() => applyFilters(tagged, chosenFilters(next), units, () => {})) ?? tagged;
  const known = aggregate(filtered, "lines", { inlines: next(2) === 0, columns: false });
  tried(() => subtractBase(known, profile, { diffBase: next(2) === 0, normalize: next(2) === 0 }));
  tried(() => combine([known, profile]));
  if (known.sampleTypes.length > 0) speedscopeOf(known, 0);
  // What we write, we read.
  const again = decodeProfile(encodeProfile(known));
  expect([again.samples.count, again.locations.count]).toEqual([known.samples.count, known.locations.count]);
}

function tried<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    const isOurs =
      error instanceof PatternError ||
      (error instanceof Error && error.name === "FilterError") ||
      // Sizes of memory that JavaScript refuses are RangeErrors too: those would be a fault.
      (error instanceof RangeError && !/Invalid (array|typed array|string)|call stack/i.test(error.message));
    if (!isOurs) throw error;
    return null;
  }
}

test(
  `${runs} damaged profiles are read or refused with one line, filtered and written, in bounded memory`,
  async () => {
    let read = 0;
    let most = 0;
    const before = process.memoryUsage.rss();
    for (let run = 0; run < runs; run++) {
      const next = numbers(run);
      const bytes = mutated(next);
      try {
        const profile = await readProfile(bytes, 2 ** 24);
        read++;
        use(profile, next);
      } catch (error) {
        if (!(error instanceof ProfileFormatError)) throw new Error(`run ${run} broke`, { cause: error });
        expect(error.message).not.toContain("\n");
        expect(error.message.length).toBeLessThan(400);
      }
      if (run % 64 === 0) most = Math.max(most, process.memoryUsage.rss() - before);
    }
    // Most damage is fatal, some is not: both ways were gone.
    expect(read).toBeGreaterThan(runs / 20);
    expect(read).toBeLessThan(runs);
    expect(most).toBeLessThan(MOST_GROWTH);
  },
  24 * 3600_000,
);

test("a claim of many rows takes no memory that its bytes do not back", async () => {
  const before = process.memoryUsage.rss();
  // A packed field of 2^31 bytes, a string of 2^62, and a gzip bomb's worth of nothing.
  const claims = [
    [0x12, 0xff, 0xff, 0xff, 0xff, 0x07],
    [0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f],
    [0x12, 0x06, 0x0a, 0xff, 0xff, 0xff, 0xff, 0x07],
  ];
  for (const claim of claims) {
    await expect(readProfile(new Uint8Array(claim), 2 ** 24)).rejects.toBeInstanceOf(ProfileFormatError);
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
});
