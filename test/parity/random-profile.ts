import fc from "fast-check";
import { merge, ProfileBuilder, type LabelRow, type Profile } from "#profile";

/** Names with what printing and shortening them has to cope with; "" is a function that was not symbolized. */
const NAMES = [
  "main.main",
  "main.(*sessions).add",
  "net/http.(*conn).serve",
  "example.com/m/v2/pkg.Map[...].Set",
  "std::vector<int>::push_back",
  "com.example.Foo.bar(int)",
  "operator new",
  'quo"te\\d',
  "größe",
  "runtime.mallocgc",
  "main.func1",
  "(anonymous namespace)::Run(char const*)",
  ".L_start",
  "a/b.c/d.(*T[go.shape.int]).m·f",
  "100%_sure <b>&",
  "",
];
const FILES = ["/src/main.go", "./a//b/../c.cc", "lib/x.h", "", "/proc/self/cwd/gen/y.go", "C:\\x\\y.cs"];

const KINDS = [
  {
    types: [
      ["samples", "count"],
      ["cpu", "nanoseconds"],
    ],
    period: ["cpu", "nanoseconds"],
  },
  {
    types: [
      ["alloc_objects", "count"],
      ["alloc_space", "bytes"],
      ["inuse_objects", "count"],
      ["inuse_space", "bytes"],
    ],
    period: ["space", "bytes"],
  },
  {
    types: [
      ["contentions", "count"],
      ["delay", "microseconds"],
    ],
    period: ["contentions", "count"],
  },
  { types: [["widgets", "widget"]], period: ["widgets", "widget"] },
  { types: [["goroutine", "count"]], period: ["goroutine", "count"] },
  {
    types: [
      ["objects", "count"],
      ["space", "kilobytes"],
    ],
    period: ["space", "bytes"],
  },
  {
    types: [
      ["wall", "seconds"],
      ["cycles", "GCU"],
      ["", ""],
    ],
    period: ["wall", "ms"],
  },
] as const;

/** A value of a sample: small mostly, now and then large, negative only where asked for. */
const value = (negative: boolean): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: negative ? -40 : 0, max: 300 }) },
    { weight: 3, arbitrary: fc.integer({ min: negative ? -5_000_000 : 0, max: 50_000_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 2 ** 50, 1023, 1024, 1_048_575, 1152) },
  );

/** Values whose sums doubles cannot hold: some differ by 1, and those of 62 bits do not fit into 64 when added up. */
const largeValue = (negative: boolean, bits: bigint): fc.Arbitrary<number | bigint> =>
  fc.oneof(
    { weight: 2, arbitrary: value(negative) },
    { weight: 3, arbitrary: fc.bigInt({ min: negative ? -(2n ** bits) : 0n, max: 2n ** bits }) },
    { weight: 2, arbitrary: fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 3n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 2n ** bits - 3n, max: 2n ** bits }) },
  );

const label: fc.Arbitrary<LabelRow> = fc.oneof(
  fc.record({ key: fc.constantFrom("thread", "user"), text: fc.constantFrom("one", "two", "t:3") }),
  fc.record({
    key: fc.constant("bytes"),
    number: fc.constantFrom(16, 64, 1024, 1500, 4096, 32_768, 1_048_576),
  }),
  fc.record({
    key: fc.constantFrom("alignment", "request", "n"),
    number: fc.integer({ min: -5, max: 70_000 }),
  }),
  fc.record({
    key: fc.constantFrom("latency", "bytes"),
    number: fc.integer({ min: 1, max: 5_000_000 }),
    unit: fc.constantFrom("us", "kb"),
  }),
);

const lines = fc.array(fc.record({ function: fc.nat(13), line: fc.integer({ min: 0, max: 30 }) }), {
  maxLength: 3,
});

/** Two profiles of one program, such as a later and an earlier one. */
export interface ProfilePair {
  readonly source: Profile;
  readonly base: Profile;
}

/** Samples of 12 locations; Go 1.19 drops those without a stack, later versions of pprof keep them, and so do we. */
const samplesOf = ({ negative, bits }: Pick<Shape, "negative" | "bits">): fc.Arbitrary<Shape["samples"]> =>
  fc.array(
    fc.record({
      stack: fc.array(fc.nat(11), { minLength: 1, maxLength: 16 }),
      values: fc.array(bits === 0n ? value(negative) : largeValue(negative, bits), {
        minLength: 4,
        maxLength: 4,
      }),
      labels: fc.array(label, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  );

/**
 * Profiles such as a report has to cope with: recursion, inlining, labels with and without units, several kinds of
 * values, negative ones and ones beyond 2^53, locations without names, without lines, without a mapping.
 */
export const randomPair: fc.Arbitrary<ProfilePair> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    negative: fc.boolean(),
    bits: fc.constantFrom(0n, 0n, 0n, 55n, 62n),
    functions: fc.array(fc.record({ name: fc.constantFrom(...NAMES), file: fc.constantFrom(...FILES) }), {
      minLength: 14,
      maxLength: 14,
    }),
    locations: fc.array(fc.record({ mapping: fc.nat(2), lines }), { minLength: 12, maxLength: 12 }),
    duration: fc.constantFrom(0n, 0n, 10_000_000_000n, 90_500_000_000n),
    time: fc.constantFrom(0n, 1_795_332_602_513_581_968n),
    comments: fc.subarray(["a comment", "#hidden"]),
    dropFrames: fc.constantFrom("", "", "", "runtime\\.mallocgc|operator new", "main.*", "(?i)MAIN.*|größe"),
    keepFrames: fc.constantFrom("", "", "main\\.main"),
    defaultType: fc.nat(5),
    period: fc.constantFrom(0n, 1000n, 524_288n),
    hasMappings: fc.constantFrom(true, true, true, false),
    symbols: fc.constantFrom("all", "all", "all", "no lines", "none"),
  })
  .chain((shape) =>
    fc.tuple(samplesOf(shape), samplesOf(shape)).map(([now, then]) => ({
      source: merge([build({ ...shape, samples: now })]),
      // A base has samples of the source among its own, so that some cancel.
      base: merge([build({ ...shape, samples: [...then, ...now.slice(0, 5)] })]),
    })),
  );

interface Shape {
  readonly negative: boolean;
  /** Of the largest values; 0 when all sums are exact as doubles. */
  readonly bits: bigint;
  readonly kind: (typeof KINDS)[number];
  readonly functions: readonly { name: string; file: string }[];
  readonly locations: readonly { mapping: number; lines: readonly { function: number; line: number }[] }[];
  readonly duration: bigint;
  readonly time: bigint;
  readonly comments: readonly string[];
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly defaultType: number;
  readonly period: bigint;
  readonly hasMappings: boolean;
  readonly symbols: "all" | "no lines" | "none";
  readonly samples: readonly {
    stack: readonly number[];
    values: readonly (number | bigint)[];
    labels: readonly LabelRow[];
  }[];
}

function build(shape: Shape): Profile {
  const { kind, functions, locations, duration, time, comments, samples, symbols } = shape;
  const builder = new ProfileBuilder({
    sampleTypes: kind.types.map(([type, unit]) => ({ type, unit })),
    ...(shape.period === 0n ? {} : { periodType: { type: kind.period[0], unit: kind.period[1] } }),
    period: shape.period,
    durationNanos: duration,
    timeNanos: time,
    comments,
    dropFrames: shape.dropFrames,
    keepFrames: shape.keepFrames,
    defaultSampleType: kind.types[shape.defaultType]?.[0] ?? "",
  });
  const mappings = !shape.hasMappings
    ? []
    : [
        builder.addMapping({
          start: 0x1000,
          limit: 0x9000,
          file: "/usr/bin/server",
          buildId: "abc",
          flags: 15,
        }),
        builder.addMapping({ start: 0x10000, limit: 0x20000, file: "/lib/libc.so.6", flags: 15 }),
      ];
  const functionRows = functions.map(({ name, file }) =>
    // Functions that differ only by where they start print alike, and Go leaves the order of what prints alike to chance.
    builder.addFunction({ name, file, startLine: file.length % 9 }),
  );
  const locationRows = locations.map(({ mapping, lines: of }, i) =>
    builder.addLocation({
      ...(mapping === 0 || !shape.hasMappings ? {} : { mapping: mappings[mapping - 1]! }),
      address: (mapping === 2 ? 0x10000 : 0x1000) + i * 0x10,
      lines:
        symbols === "none"
          ? []
          : of.map(({ function: row, line }) => ({
              function: functionRows[row]!,
              line: symbols === "no lines" ? 0 : line,
            })),
    }),
  );
  for (const { stack, values, labels } of samples) {
    builder.addSample(
      stack.map((row) => locationRows[row]!),
      values.slice(0, kind.types.length),
      labels,
    );
  }
  return builder.build();
}
