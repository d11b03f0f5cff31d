import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import { decodeProfile } from "./decode.ts";
import { encodeProfile } from "./encode.ts";
import { framesOfLocation } from "./frame.ts";
import { difference, merge } from "./merge.ts";
import type { LocationIndex, Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";

const fixtures = join(import.meta.dirname, "..", "..", "test", "fixtures", "go");
const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("SKIPPED: comparisons with `go tool pprof`: Go is not installed");

const decoded = (path: string): Profile => decodeProfile(gunzipSync(readFileSync(path)));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-pprof-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `go tool pprof -raw` prints from `Samples:` to `Mappings`, of a merged profile. */
function raw(profile: Profile): string[] {
  const { samples, sampleTypes, locations } = profile;
  const lines = ["Samples:", sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(" ")];
  for (let row = 0; row < samples.count; row++) {
    const values = sampleTypes.map((_, i) => samples.values.bigint(row * sampleTypes.length + i));
    const stack = samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]);
    const columns = values.map((value) => ` ${String(value).padStart(10)}`).join("");
    lines.push(`${columns}: ${[...stack].map((location) => `${location + 1} `).join("")}`);
    lines.push(...labels(profile, row));
  }
  lines.push("Locations");
  for (let row = 0; row < locations.count; row++) lines.push(...locationLines(profile, row));
  return lines.map((line) => line.trimEnd());
}

function labels({ samples, strings }: Profile, row: number): string[] {
  const lines: string[] = [];
  for (let i = samples.labelStarts[row]!; i < samples.labelStarts[row + 1]!; i++) {
    const key = strings.at(samples.labels.keys[i]!);
    lines.push(`                ${key}:[${samples.labels.numbers.bigint(i)}]`);
  }
  return lines;
}

function locationLines(profile: Profile, row: number): string[] {
  const { locations } = profile;
  const mapping = locations.mappings[row] === 0 ? "" : `M=${locations.mappings[row]} `;
  const head = `${String(row + 1).padStart(6)}: 0x${locations.addresses.unsigned(row).toString(16)} ${mapping}`;
  if (locations.lineStarts[row] === locations.lineStarts[row + 1]) return [head];
  return framesOfLocation(profile, row).map((frame, i) => {
    const place = `${frame.function} ${frame.file}:${frame.line} s=0`;
    return (i === 0 ? head : " ".repeat(13)) + place;
  });
}

function section(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines.slice(lines.indexOf("Samples:"), lines.indexOf("Mappings"));
}

function goRaw(...args: string[]): string[] {
  const output = execFileSync("go", ["tool", "pprof", "-symbolize=none", "-raw", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return section(output);
}

function saved(profile: Profile, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, encodeProfile(profile));
  return path;
}

test("the leaking service's heap reads as pprof printed it", () => {
  const golden = readFileSync(join(fixtures, "out", "raw.txt"), "utf8");
  expect(raw(merge([decoded(join(fixtures, "heap.1.pb.gz"))]))).toEqual(section(golden));
});

describe.runIf(hasGo)("beside go tool pprof", () => {
  const heaps = readdirSync(fixtures).filter((name) => name.endsWith(".pb.gz"));

  test.each(heaps)("%s says the same to pprof when we have written it", (name) => {
    const path = join(fixtures, name);
    expect(goRaw(saved(decoded(path), name))).toEqual(goRaw(path));
  });

  test("a difference has the samples of -base", () => {
    const [before, after] = ["heap.0.pb.gz", "heap.1.pb.gz"].map((name) => join(fixtures, name));
    expect(raw(difference(decoded(before!), decoded(after!)))).toEqual(goRaw("-base", before!, after!));
  });

  test("random profiles, and differences of two, are what pprof makes of them", () => {
    fc.assert(
      fc.property(plan, plan, (first, second) => {
        const [a, b] = [build(first), build(second)];
        const [pathA, pathB] = [saved(a, "a.pb"), saved(b, "b.pb")];
        expect(raw(merge([a]))).toEqual(goRaw(pathA));
        expect(raw(difference(a, b))).toEqual(goRaw("-base", pathA, pathB));
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

/** Stacks of numbered places with two values and an optional number label. */
const plan = fc.array(
  fc.record({
    stack: fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
    // Sums below 2^53: pprof negates a base through floating point, which we do exactly.
    values: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -(2 ** 49), max: 2 ** 49 })),
    bytes: fc.nat(2),
  }),
  { minLength: 1, maxLength: 12 },
);

type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Places 0 to 3 are a function each, 4 is two functions inlined into one place, 5 has no function at all. */
function build(samples: Plan): Profile {
  const types = ["objects", "space"].map((type) => ({ type, unit: "count" }));
  const builder = new ProfileBuilder({ sampleTypes: types, timeNanos: 1n, period: 1n });
  const mapping = builder.addMapping({ start: 0x1000, limit: 0x9000, file: "/bin/service", flags: 15 });
  const functions = [0, 1, 2, 3].map((n) => builder.addFunction({ name: `f${n}`, file: `f${n}.go` }));
  const lines = [...functions.map((row) => [row]), [functions[0]!, functions[2]!], []];
  const places = lines.map((rows, n): LocationIndex =>
    builder.addLocation({
      mapping,
      address: 0x1000 + n,
      lines: rows.map((row) => ({ function: row, line: n + 1 })),
    }),
  );
  for (const { stack, values, bytes } of samples) {
    const label = bytes === 0 ? [] : [{ key: "bytes", number: bytes }];
    builder.addSample(
      stack.map((n) => places[n]!),
      values,
      label,
    );
  }
  return builder.build();
}
