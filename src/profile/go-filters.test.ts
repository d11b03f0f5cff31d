import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import { applyFilters, type FilterOptions } from "./apply-filters.ts";
import { combine, subtractBase } from "./combine.ts";
import { decodeProfile } from "./decode.ts";
import { encodeProfile } from "./encode.ts";
import { numericLabelUnits } from "./label-units.ts";
import { merge } from "./merge.ts";
import type { LocationIndex, Profile } from "./model.ts";
import { ProfileBuilder, type LabelRow } from "./profile-builder.ts";
import { removeUninteresting } from "./prune.ts";
import { addTagFrames } from "./tag-frames.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("SKIPPED: filters beside `go tool pprof`: Go is not installed");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-filters-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const NAMES = ["main.a", "main.b(int)", "runtime.malg", "lib::f<T>", "x"];

const sample = fc.record({
  // pprof 1.19 drops samples without a frame even when nothing is filtered; later ones keep them, as we do.
  stack: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
  values: fc.tuple(fc.integer({ min: -9, max: 99 }), fc.integer({ min: 1, max: 1e9 })),
  bytes: fc.constantFrom(0, 0, 512, 4096, 1 << 20),
  request: fc.constantFrom(0, 0, 64),
  tag: fc.constantFrom("", "", "one", "two", "a,b"),
});
const plan = fc.array(sample, { minLength: 1, maxLength: 12 });
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** Eight places: five of a function each, one of three functions inlined, one of two, one without names. */
function build(samples: Plan, dropFrames = "", unit = "bytes"): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "objects", unit: "count" },
      { type: "space", unit },
    ],
    periodType: { type: "space", unit: "bytes" },
    timeNanos: 1n,
    period: 1n,
    dropFrames,
    keepFrames: "runtime\\.panic",
  });
  const mappings = ["/bin/service", "/lib/libx.so"].map((file, n) =>
    builder.addMapping({ start: 0x1000 * (n + 1), limit: 0x1000 * (n + 2), file, flags: 15 }),
  );
  const functions = NAMES.map((name, n) => builder.addFunction({ name, file: `src/${n % 3}.go` }));
  const lines = [[0], [1], [2], [3], [4], [2, 0, 1], [4, 3], []];
  const places = lines.map((rows, n): LocationIndex => {
    const mapping = mappings[n % 2]!;
    const address = 0x1000 * ((n % 2) + 1) + n;
    return builder.addLocation({
      mapping,
      address,
      lines: rows.map((row) => ({ function: functions[row]!, line: n + 1 })),
    });
  });
  for (const { stack, values, bytes, request, tag } of samples) {
    const labels: LabelRow[] = [];
    if (bytes !== 0) labels.push({ key: "bytes", number: bytes, unit: bytes === 4096 ? "bytes" : "" });
    if (request !== 0) labels.push({ key: "request", number: request });
    if (tag !== "") labels.push({ key: "tag", text: tag });
    builder.addSample(
      stack.map((n) => places[n]!),
      values,
      labels,
    );
  }
  return builder.build();
}

function saved(profile: Profile, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, encodeProfile(profile));
  return path;
}

/** What pprof's -proto keeps of profiles, and what it says. */
function goProto(args: readonly string[]): { listing: string[]; said: string[] } {
  const output = join(folder, "out.pb.gz");
  const run = spawnSync("go", ["tool", "pprof", "-symbolize=none", "-proto", `-output=${output}`, ...args], {
    encoding: "utf8",
  });
  const said = run.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Generating report"));
  if (run.status !== 0) return { listing: [run.stderr], said };
  return { listing: listing(decodeProfile(gunzipSync(readFileSync(output)))), said };
}

/** Samples with their frames, values and labels, a line each. */
function listing({ samples, sampleTypes, locations, functions, mappings, strings }: Profile): string[] {
  const place = (location: number): string => {
    const mapping = locations.mappings[location]!;
    const lines: string[] = [];
    for (let i = locations.lineStarts[location]!; i < locations.lineStarts[location + 1]!; i++) {
      const row = locations.lines.functions[i]!;
      lines.push(
        `${strings.at(functions.names[row]!)} ${strings.at(functions.files[row]!)}:${locations.lines.lines.number(i)}`,
      );
    }
    return `${mapping === 0 ? "" : strings.at(mappings.files[mapping - 1]!)}+${locations.addresses.number(location)}(${lines.join()})`;
  };
  return Array.from({ length: samples.count }, (_, row) => {
    const stack = [
      ...samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]),
    ];
    const labels: string[] = [];
    for (let i = samples.labelStarts[row]!; i < samples.labelStarts[row + 1]!; i++) {
      const { keys, texts, numbers, units } = samples.labels;
      labels.push(
        `${strings.at(keys[i]!)}=${strings.at(texts[i]!)}/${numbers.number(i)}${strings.at(units[i]!)}`,
      );
    }
    const values = sampleTypes.map((__, i) => samples.values.bigint(row * sampleTypes.length + i));
    return `${values.join()} ${stack.map(place).join(" < ")} ${labels.toSorted().join()}`;
  });
}

const NONE: FilterOptions = {
  focus: "",
  ignore: "",
  hide: "",
  show: "",
  showFrom: "",
  pruneFrom: "",
  tagFocus: "",
  tagIgnore: "",
  tagShow: "",
  tagHide: "",
};
const FLAGS: Record<keyof FilterOptions, string> = {
  focus: "focus",
  ignore: "ignore",
  hide: "hide",
  show: "show",
  showFrom: "show_from",
  pruneFrom: "prune_from",
  tagFocus: "tagfocus",
  tagIgnore: "tagignore",
  tagShow: "tagshow",
  tagHide: "taghide",
};

const names = fc.constantFrom(
  "main",
  "main\\.a$",
  "lib",
  "[12]\\.go",
  "libx",
  "^x$",
  "nothing",
  "a|f<",
  "(?i)MAIN",
  "b\\(",
);
const tags = fc.constantFrom(
  ..."one one,two tag=one,two tag:one tag=nothing request=64 64b 64 :1kb 1kb: 1kb:2mb bytes=512: bytes=4kb +1mb nope=1: a 512:4096".split(
    " ",
  ),
);
const keys = fc.constantFrom("tag", "bytes|request", "nothing", "^b");
const filters = fc.record(
  {
    focus: names,
    ignore: names,
    hide: names,
    show: names,
    showFrom: names,
    pruneFrom: names,
    tagFocus: tags,
    tagIgnore: tags,
    tagShow: keys,
    tagHide: keys,
  },
  { requiredKeys: [] },
);

describe.runIf(hasGo)("beside go tool pprof", () => {
  test("filters keep and say the same", () => {
    fc.assert(
      fc.property(plan, filters, fc.boolean(), (samples, chosen, drops) => {
        const profile = build(samples, drops ? "runtime\\..*|lib::f.*" : "");
        const options = { ...NONE, ...chosen };
        const set = (Object.keys(chosen) as (keyof FilterOptions)[]).filter((key) => options[key] !== "");
        const flags = set.map((key) => `-${FLAGS[key]}=${options[key]}`);
        const input = saved(profile, "filter.pb");
        const said: string[] = [];
        const source = merge([decodeProfile(readFileSync(input))]);
        const ours = applyFilters(
          removeUninteresting(source),
          options,
          numericLabelUnits(source).units,
          (line) => said.push(line),
        );
        expect([flags, listing(ours), said]).toEqual([flags, ...Object.values(goProto([...flags, input]))]);
      }),
      { numRuns: 60 },
    );
  }, 240_000);

  test("tag frames are the same", () => {
    const key = fc.constantFrom("", "tag", "bytes", "tag,bytes", "request,tag", "nothing", ",");
    fc.assert(
      fc.property(
        plan,
        key,
        key,
        fc.constantFrom("minimum", "kb", "auto"),
        (samples, tagRoot, tagLeaf, unit) => {
          const input = saved(build(samples), "tags.pb");
          const said: string[] = [];
          const source = merge([decodeProfile(readFileSync(input))]);
          const ours = addTagFrames(source, { tagRoot, tagLeaf, unit }, (line) => said.push(line));
          const flags = [`-tagroot=${tagRoot}`, `-tagleaf=${tagLeaf}`, `-unit=${unit}`];
          expect([flags, listing(ours), said]).toEqual([flags, ...Object.values(goProto([...flags, input]))]);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  test("sources, bases and normalization add up the same, in the finest unit", () => {
    fc.assert(
      fc.property(
        plan,
        plan,
        plan,
        fc.constantFrom("-base", "-diff_base"),
        fc.boolean(),
        (a, b, c, flag, normalize) => {
          const [first, second, base] = [build(a), build(b, "", "kilobytes"), build(c)];
          const paths = [saved(first, "1.pb"), saved(second, "2.pb")];
          const flags = [flag, saved(base, "3.pb"), ...(normalize ? ["-normalize"] : [])];
          const source = combine([merge([first]), merge([second])]);
          const ours = subtractBase(source, merge([base]), { diffBase: flag === "-diff_base", normalize });
          expect([flags, listing(ours)]).toEqual([flags, goProto([...flags, ...paths]).listing]);
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  test.each(["a(", "*", "[z"])("-focus=%s is refused with the same message", (focus) => {
    const input = saved(build([]), "empty.pb");
    const run = (): Profile => applyFilters(build([]), { ...NONE, focus }, new Map(), () => {});
    const message = execMessage(["tool", "pprof", "-symbolize=none", "-top", `-focus=${focus}`, input]);
    expect(run).toThrow(message);
  });
});

function execMessage(args: readonly string[]): string {
  try {
    execFileSync("go", args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    return (error as { stderr: string }).stderr.split("\n").find((line) => line.includes("regexp")) ?? "";
  }
  return "pprof accepted it";
}
