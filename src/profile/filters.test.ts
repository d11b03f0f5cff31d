import { describe, expect, test } from "vitest";
import { aggregate } from "./aggregate.ts";
import { applyFilters, FilterError, type FilterOptions } from "./apply-filters.ts";
import { combine, DIFF_BASE_LABEL, subtractBase } from "./combine.ts";
import { framesOfLocation } from "./frame.ts";
import { numericLabelUnits } from "./label-units.ts";
import { withMainMapping, withoutMappingUrls } from "./main-mapping.ts";
import { MAPPING_HAS_INLINE_FRAMES, type Profile } from "./model.ts";
import { withPlainNames } from "./plain-names.ts";
import { ProfileBuilder, type LabelRow } from "./profile-builder.ts";
import { prune, removeUninteresting } from "./prune.ts";
import { compilePattern } from "./pattern.ts";
import { sampleIndexByName } from "./sample-index.ts";
import { total } from "./sample-type.ts";
import { speedscopeOf } from "./speedscope.ts";
import { addTagFrames } from "./tag-frames.ts";

interface Stack {
  /** Root first; `a+b` is b inlined into a. */
  readonly frames: string;
  readonly value: number | bigint;
  readonly labels?: readonly LabelRow[];
}

function profileOf(stacks: readonly Stack[], type = { type: "space", unit: "bytes" }): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [type] });
  const mapping = builder.addMapping({ file: "/bin/app", flags: 15 });
  const functions = new Map<string, ReturnType<ProfileBuilder["addFunction"]>>();
  const functionOf = (name: string): ReturnType<ProfileBuilder["addFunction"]> => {
    const row = functions.get(name) ?? builder.addFunction({ name, file: `${name}.go` });
    functions.set(name, row);
    return row;
  };
  for (const { frames, value, labels } of stacks) {
    const places = frames.split(" ").map((place) =>
      builder.addLocation({
        mapping,
        address: 16,
        lines: place
          .split("+")
          .reverse()
          .map((name) => ({ function: functionOf(name), line: 7, column: 3 })),
      }),
    );
    builder.addSample(places.reverse(), [value], labels);
  }
  return builder.build();
}

/** Stacks root first, with their values. */
function shown(profile: Profile): string[] {
  const { samples } = profile;
  return Array.from({ length: samples.count }, (_, row) => {
    const stack = [
      ...samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]),
    ];
    const frames = stack.flatMap((location) =>
      framesOfLocation(profile, location).map((frame) => frame.function),
    );
    return `${frames.reverse().join(" ")} ${samples.values.bigint(row * profile.sampleTypes.length)}`;
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

function filtered(
  stacks: readonly Stack[],
  options: Partial<FilterOptions>,
): { left: string[]; said: string[] } {
  const profile = profileOf(stacks);
  const said: string[] = [];
  const { units } = numericLabelUnits(profile);
  return {
    left: shown(applyFilters(profile, { ...NONE, ...options }, units, (line) => said.push(line))),
    said,
  };
}

const ABCB = [{ frames: "A B C B", value: 1 }];

describe("filters by name", () => {
  test.each([
    ["A", ["A B C B 1"]],
    ["B", ["B C B 1"]],
    ["C", ["C B 1"]],
    ["D", []],
  ])("show_from=%s drops what called it", (showFrom, left) => {
    expect(filtered(ABCB, { showFrom }).left).toEqual(left);
  });

  test.each([
    ["A", ["A 1"]],
    ["B$", ["A B C B 1"]],
    ["C", ["A B C 1"]],
  ])("prune_from=%s drops what the innermost one called", (pruneFrom, left) => {
    expect(filtered(ABCB, { pruneFrom }).left).toEqual(left);
  });

  test("hide takes inlined calls out singly, a mapping takes all", () => {
    const stacks = [{ frames: "A B+C D", value: 1 }];
    expect(filtered(stacks, { hide: "^B" }).left).toEqual(["A C D 1"]);
    expect(filtered(stacks, { hide: "/bin/app" }).left).toEqual([]);
    expect(filtered(stacks, { show: "^[BD]$" }).left).toEqual(["B D 1"]);
  });

  test("a filter without a match says so and is applied", () => {
    expect(filtered(ABCB, { focus: "X", ignore: "Y" })).toEqual({
      left: [],
      said: ["Focus expression matched no samples", "Ignore expression matched no samples"],
    });
  });

  test("a filter that is no pattern names its option", () => {
    expect(() => filtered(ABCB, { hide: "a(" })).toThrow(
      new FilterError("parsing hide regexp: error parsing regexp: missing closing ): `a(`"),
    );
    expect(() => filtered(ABCB, { tagFocus: "99999999999999999999:" })).toThrow("parsing tagfocus: 9999");
  });
});

describe("filters by label", () => {
  const stacks = [
    { frames: "A", value: 1, labels: [{ key: "size", number: 65_536, unit: "bytes" }] },
    { frames: "B", value: 2, labels: [{ key: "tenant", text: "blue" }] },
    {
      frames: "C",
      value: 3,
      labels: [
        { key: "tenant", text: "red" },
        { key: "zone", text: "blue" },
      ],
    },
  ];

  test.each([
    ["32kb:", ["A 1"]],
    ["size=64kb", ["A 1"]],
    ["other=64kb", []],
    [":1kb", []],
    ["1s:", []],
    ["blue", ["B 2", "C 3"]],
    ["tenant=blue,red", ["B 2", "C 3"]],
    ["red,blue", ["C 3"]],
    ["tenant:blue", ["B 2"]],
  ])("tagfocus=%s", (tagFocus, left) => {
    expect(filtered(stacks, { tagFocus }).left).toEqual(left);
  });

  test("tag frames are made of values, inside the unit asked for", () => {
    const profile = addTagFrames(
      profileOf(stacks),
      { tagRoot: "tenant,zone", tagLeaf: "size", unit: "kb" },
      () => {},
    );
    expect(shown(profile)).toEqual(["  A 64kB 1", "blue  B  2", "red blue C  3"]);
  });

  test("units are the first told, else guessed from the key", () => {
    const labels = [
      { key: "a", number: 1, unit: "kb" },
      { key: "a", number: 1, unit: "mb" },
      { key: "request", number: 1 },
      { key: "depth", number: 1 },
    ];
    const { units, notes } = numericLabelUnits(profileOf([{ frames: "A", value: 1, labels }]));
    expect([...units]).toEqual([
      ["a", "kb"],
      ["request", "bytes"],
      ["depth", "depth"],
    ]);
    expect(notes).toEqual(["For tag a used unit kb, also encountered unit(s) mb"]);
  });
});

describe("frames of no interest", () => {
  test("go with what they called, but not when there is nothing else", () => {
    const stacks = [
      { frames: "main malloc(int) brk", value: 1 },
      { frames: "malloc brk", value: 2 },
      { frames: "main lib+malloc brk", value: 3 },
    ];
    const profile = { ...profileOf(stacks), dropFrames: "malloc|brk", keepFrames: "" };
    expect(shown(removeUninteresting(profile))).toEqual(["main 1", "malloc brk 2", "main lib 3"]);
    expect(shown(prune(profile, compilePattern("malloc"), compilePattern("malloc")))).toEqual(shown(profile));
  });
});

describe("aggregation", () => {
  const profile = profileOf([{ frames: "A+B", value: 1 }]);
  const frameOf = (...args: Parameters<typeof aggregate>): unknown[] => {
    const known = aggregate(...args);
    const frames = framesOfLocation(known, 0).map(({ function: name, file, line, column }) => [
      name,
      file,
      line,
      column,
    ]);
    return [known.locations.addresses.number(0), ...frames];
  };

  test.each([
    ["functions", [0, ["B", "", 0, 0], ["A", "", 0, 0]]],
    ["filefunctions", [0, ["B", "B.go", 0, 0], ["A", "A.go", 0, 0]]],
    ["files", [0, ["", "B.go", 0, 0], ["", "A.go", 0, 0]]],
    ["lines", [0, ["B", "B.go", 7, 0], ["A", "A.go", 7, 0]]],
    ["addresses", [16, ["B", "B.go", 7, 3], ["A", "A.go", 7, 3]]],
  ] as const)("%s", (granularity, frames) => {
    expect(frameOf(profile, granularity, { inlines: true, columns: false })).toEqual(frames);
  });

  test("without inlines the caller stays, and the mapping says so", () => {
    expect(frameOf(profile, "lines", { inlines: false, columns: true })).toEqual([0, ["A", "A.go", 7, 3]]);
    const flags = aggregate(profile, "lines", { inlines: false, columns: true }).mappings.flags[0]!;
    expect(flags & MAPPING_HAS_INLINE_FRAMES).toBe(0);
  });
});

describe("several profiles", () => {
  const kilobytes = profileOf([{ frames: "A", value: 2 }], { type: "space", unit: "kilobytes" });

  test("add up in the finest unit", () => {
    const sum = combine([kilobytes, profileOf([{ frames: "A", value: 2 }])]);
    expect([total(sum, 0), sum.sampleTypes]).toEqual([2050n, [{ type: "space", unit: "bytes" }]]);
  });

  test("that have nothing in common are refused", () => {
    const delay = profileOf([], { type: "delay", unit: "ns" });
    const seconds = profileOf([], { type: "space", unit: "s" });
    expect(() => combine([kilobytes, delay])).toThrow("profiles have empty common sample type list");
    expect(() => combine([kilobytes, seconds])).toThrow("incompatible types: {space kilobytes} {space s}");
  });

  test("a base cancels equal stacks, a diff base stays beside them under its label", () => {
    const [source, base] = [profileOf([{ frames: "A", value: 5 }]), profileOf([{ frames: "A", value: 3 }])];
    expect(shown(subtractBase(source, base, { diffBase: false, normalize: false }))).toEqual(["A 2"]);
    expect(shown(subtractBase(source, base, { diffBase: false, normalize: true }))).toEqual([]);
    const apart = subtractBase(source, base, { diffBase: true, normalize: false });
    expect(shown(apart)).toEqual(["A 5", "A -3"]);
    const { keys, texts } = apart.samples.labels;
    expect([apart.strings.at(keys[0]!), apart.strings.at(texts[0]!)]).toEqual(Object.values(DIFF_BASE_LABEL));
  });
});

describe("sample_index", () => {
  const profile = new ProfileBuilder({
    sampleTypes: ["objects", "space"].map((type) => ({ type, unit: "" })),
    defaultSampleType: "objects",
  }).build();

  test.each([
    ["", 0],
    ["1", 1],
    ["space", 1],
    ["inuse_space", 1],
  ])("%j is column %d", (name, column) => {
    expect(sampleIndexByName(profile, name)).toBe(column);
  });

  test("others are refused with what there is", () => {
    expect(() => sampleIndexByName(profile, "2")).toThrow("sample_index 2 is outside the range [0..1]");
    expect(() => sampleIndexByName(profile, "cpu")).toThrow(
      'sample_index "cpu" must be one of: [objects space]',
    );
  });
});

test.each([
  ["ns::f<int>(char)", "ns::f"],
  ["main.(*T[...]).Run", "main.(*T[...]).Run"],
  ["a.B.<init>", "a.B.<init>"],
  ["main.(*T).Run", "main.(*T).Run"],
  ["ns::f)<int>", "ns::f)"],
  ["<static_initializer>", "<static_initializer>"],
])("%s is shown as %s", (name, plain) => {
  expect(shown(withPlainNames(profileOf([{ frames: name, value: 1 }])))).toEqual([`${plain} 1`]);
});

test("the first mapping is the program; those that are URLs lose them", () => {
  const bare = { ...profileOf([]), mappings: new ProfileBuilder({ sampleTypes: [] }).build().mappings };
  const named = withMainMapping(bare, { file: "/bin/x", buildId: "b1" });
  expect(named.strings.at(named.mappings.files[0]!)).toBe("/bin/x");
  const url = withMainMapping(bare, { file: "file:///app.js", buildId: "" });
  expect(url.strings.at(withoutMappingUrls(url).mappings.files[0]!)).toBe("");
});

test("speedscope has stacks root first, in its own units, and nothing negative", () => {
  const profile = profileOf(
    [
      { frames: "A B+C", value: 2 },
      { frames: "A", value: -1 },
    ],
    { type: "space", unit: "kilobytes" },
  );
  const { shared, profiles } = speedscopeOf(profile, 0);
  const [{ samples, weights, unit, endValue }] = profiles;
  expect(samples.map((stack) => stack.map((frame) => shared.frames[frame]!.name))).toEqual([["A", "B", "C"]]);
  expect([weights, unit, endValue]).toEqual([[2048], "bytes", 2048]);
  expect(shared.frames[0]).toEqual({ name: "A", file: "A.go", line: 7, col: 3 });
});
