import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { decodeProfile } from "./decode.ts";
import { encodeProfile } from "./encode.ts";
import { ProfileFormatError } from "./format-error.ts";
import { framesOfLocation } from "./frame.ts";
import type { Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";

const root = join(import.meta.dirname, "..", "..");
const fixtures = join(root, "test", "fixtures", "go");
const read = (path: string): Uint8Array => gunzipSync(readFileSync(path));

function gzippedProfiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".pb.gz"))
    .map((name) => join(folder, name));
}

/** The bytes of one field: a varint for a number, length-delimited for bytes. */
function field(number: number, value: number | readonly number[]): number[] {
  return typeof value === "number" ? [number * 8, value] : [number * 8 + 2, value.length, ...value];
}

function refused(bytes: readonly number[]): string {
  try {
    decodeProfile(Uint8Array.from(bytes));
  } catch (error) {
    if (error instanceof ProfileFormatError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "read";
}

const VALUE_TYPE = field(1, [...field(1, 0)]);
const EMPTY_STRING = field(6, []);

describe("real profiles", () => {
  const ours = gzippedProfiles(fixtures);
  const upstream = gzippedProfiles(join(root, "..", "shared", "fixtures", "parity"));
  if (upstream.length === 0) console.warn("SKIPPED: pprof's own profiles are not beside this checkout");

  test.each([...ours, ...upstream])("%s decodes and survives a round trip", (path) => {
    const profile = decodeProfile(read(path));
    expect(profile.sampleTypes.length).toBeGreaterThan(0);
    expect(described(decodeProfile(encodeProfile(profile)))).toEqual(described(profile));
  });

  test("the heap profile of the leaking service holds what pprof says it holds", () => {
    const profile = decodeProfile(read(join(fixtures, "heap.1.pb.gz")));
    expect(profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`)).toEqual([
      "alloc_objects/count",
      "alloc_space/bytes",
      "inuse_objects/count",
      "inuse_space/bytes",
    ]);
    expect(profile.period).toBe(524288n);
    expect(profile.timeNanos).toBe(1795332602513581968n);
    expect(profile.samples.count).toBe(25);
    const largest = [...profile.samples.locationStarts.keys()].find(
      (row) => profile.samples.values.number(row * 4 + 3) === 346_139_732,
    )!;
    const row = profile.samples.locationStarts[largest]!;
    expect(framesOfLocation(profile, profile.samples.locations[row]!)).toEqual([
      { function: "main.newSession", file: "example.com/leakserver/main.go", line: 41, column: 0 },
    ]);
  });
});

describe("64-bit integers", () => {
  test("values beyond 2^53, negative ones and high addresses stay exact", () => {
    const builder = new ProfileBuilder({ sampleTypes: [{ type: "delay", unit: "ns" }] });
    const address = 0xffff_ffff_8100_0001n;
    const location = builder.addLocation({ address, lines: [] });
    for (const value of [2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n, -1, 0x1_0000_0000, -0x1_0000_0001]) {
      builder.addSample([location], [value]);
    }
    const { samples, locations } = decodeProfile(encodeProfile(builder.build()));
    expect(locations.addresses.unsigned(0)).toBe(address);
    expect(Array.from({ length: 6 }, (_, row) => samples.values.bigint(row))).toEqual([
      9007199254740993n,
      -9223372036854775808n,
      9223372036854775807n,
      -1n,
      4294967296n,
      -4294967297n,
    ]);
    expect(samples.values.number(3)).toBe(-1);
    expect(samples.values.number(5)).toBe(-4294967297);
  });
});

describe("what is no profile", () => {
  test("a cut-off number names the offset it started at", () => {
    expect(refused([...VALUE_TYPE, 0x48, 0xff])).toBe("truncated: a number is cut off (at byte 5)");
  });

  test.each([
    ["no bytes", [], "empty: no bytes where a profile should be"],
    ["gzip", [0x1f, 0x8b, 8, 0], "malformed: gzip where an uncompressed profile should be (at byte 0)"],
    [
      "a length past the end",
      [0x12, 100, 1],
      "truncated: a field of 100 bytes where only 1 are left (at byte 1)",
    ],
    ["a huge length", [0x12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], "truncated: "],
    [
      "a number of eleven bytes",
      [0x48, ...Array.from({ length: 11 }, () => 255)],
      "malformed: a number of more",
    ],
    ["a group", [0x9b, 6], "malformed: wire type 3, allowed are 0, 1, 2 and 5"],
    ["a field of the wrong wire type", [...EMPTY_STRING, 0x4a, 0], "malformed: field 9 has wire type 2"],
    ["no string table", VALUE_TYPE, "inconsistent: "],
    ["a first string that is not empty", field(6, [65]), 'inconsistent: the first string is not ""'],
    [
      "a string that is not there",
      [...EMPTY_STRING, ...field(14, 3)],
      "inconsistent: string 3 of a table of 1",
    ],
    ["two times", [...EMPTY_STRING, ...field(9, 1), ...field(9, 2)], "malformed: a second time"],
    ["a function with the id 0", [...EMPTY_STRING, ...field(5, [])], "inconsistent: a function has the id 0"],
    [
      "two mappings with one id",
      [...EMPTY_STRING, ...field(3, field(1, 7)), ...field(3, field(1, 7))],
      "inconsistent: two mappings have the id 7",
    ],
    [
      "a line of a function that is not there",
      [...EMPTY_STRING, ...field(4, [...field(1, 1), ...field(4, field(1, 9))])],
      "inconsistent: no function has the id 9",
    ],
    [
      "a sample of a location that is not there",
      [...VALUE_TYPE, ...EMPTY_STRING, ...field(2, [...field(1, 5), ...field(2, 1)])],
      "inconsistent: no location has the id 5",
    ],
    [
      "a sample with too few values",
      [...VALUE_TYPE, ...EMPTY_STRING, ...field(2, [])],
      "inconsistent: a sample of 0 values where the profile has 1 sample types",
    ],
    [
      "samples without sample types",
      [...EMPTY_STRING, ...field(2, [])],
      "inconsistent: a sample of 0 values where the profile has 0 sample types",
    ],
  ])("%s is refused in one line", (_, bytes, message) => {
    const words = refused(bytes);
    expect(words).toContain(message);
    expect(words).not.toContain("\n");
  });

  test("ids that are not numbered from 1, even beyond 2^53, are followed", () => {
    const id = [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    const location = field(4, id);
    const sample = field(2, [...id, ...field(2, 3)]);
    const profile = decodeProfile(Uint8Array.from([...sample, ...VALUE_TYPE, ...location, ...EMPTY_STRING]));
    expect([...profile.samples.locations]).toEqual([0]);
  });

  test("unknown fields are passed over", () => {
    const unknown = [0xa1, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xa5, 6, 1, 2, 3, 4, 0xa0, 6, 5, 0xa2, 6, 2, 9, 9];
    expect(refused([...unknown, ...VALUE_TYPE, ...EMPTY_STRING])).toBe("read");
  });

  test("every truncation of a real profile is refused or read, never anything else", () => {
    const bytes = read(join(fixtures, "heap.1.pb.gz"));
    const outcomes = new Set<string>();
    for (let length = 0; length < bytes.length; length++) {
      outcomes.add(refused([...bytes.subarray(0, length)]).split(":", 1)[0]!);
    }
    expect([...outcomes].toSorted()).toEqual(["empty", "inconsistent", "truncated"]);
  });

  test("mutated profiles are refused or read, and what is read can be written", () => {
    const bytes = read(join(fixtures, "heap.0.pb.gz"));
    const mutation = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
        const mutated = bytes.slice();
        for (const { at, byte } of mutations) mutated[at] = byte;
        let profile: Profile;
        try {
          profile = decodeProfile(mutated);
        } catch (error) {
          expect(error).toBeInstanceOf(ProfileFormatError);
          return;
        }
        expect(described(decodeProfile(encodeProfile(profile)))).toEqual(described(profile));
      }),
      { numRuns: 2000 },
    );
  });

  test("random bytes are refused or read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(refused([...bytes])).toMatch(/^(read|empty|truncated|malformed|inconsistent)/);
      }),
      { numRuns: 5000 },
    );
  });
});

/** A profile as plain data, in which equal profiles are equal whatever their string tables look like. */
function described(profile: Profile): unknown {
  const { samples, locations, functions, mappings, strings, ...header } = profile;
  const texts = (column: Uint32Array): string[] => [...column].map((index) => strings.at(index));
  return {
    ...header,
    samples: { ...samples, labels: { ...samples.labels, keys: texts(samples.labels.keys) } },
    labelTexts: [texts(samples.labels.texts), texts(samples.labels.units)],
    locations,
    functions: [
      texts(functions.names),
      texts(functions.systemNames),
      texts(functions.files),
      functions.startLines,
    ],
    mappings: { ...mappings, files: texts(mappings.files), buildIds: texts(mappings.buildIds) },
  };
}
