import { expect, test } from "vitest";
import { ProfileBuilder, type Profile } from "#profile";
import { top } from "./top.ts";
import { tree } from "./tree.ts";
import { profileTotal, type Report, type ReportOptions } from "./report.ts";

/** A profile of stacks written root first, `main>work>leaf 5`; `a+b` is b inlined into a. */
function profileOf(...stacks: readonly string[]): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "cpu", unit: "nanoseconds" }] });
  for (const stack of stacks) {
    const [path, value] = stack.split(" ") as [string, string];
    const locations = path.split(">").map((place) =>
      builder.addLocation({
        lines: place
          .split("+")
          .toReversed()
          .map((name) => ({ function: builder.addFunction({ name }) })),
      }),
    );
    builder.addSample(locations.toReversed(), [Number(value)]);
  }
  return builder.build();
}

function reportOf(profile: Profile, options: Partial<ReportOptions> = {}): Report {
  return {
    profile,
    total: profileTotal(profile, 0, false),
    options: {
      column: 0,
      mean: false,
      unit: "minimum",
      divideBy: 1,
      sort: "flat",
      callTree: false,
      dropNegative: false,
      compactLabels: true,
      nodeCount: 0,
      nodeFraction: 0,
      edgeFraction: 0,
      activeFilters: [],
      labelUnits: new Map(),
      paths: { sourcePath: "", trimPath: "" },
      ...options,
    },
  };
}

test("a function that calls itself counts once per sample and has no edge to itself", () => {
  const report = reportOf(profileOf("main>fib>fib>fib 40", "main>other 2"));
  expect(top(report)).toBe(
    [
      "Showing nodes accounting for 42ns, 100% of 42ns total",
      "      flat  flat%   sum%        cum   cum%",
      "      40ns 95.24% 95.24%       40ns 95.24%  fib",
      "       2ns  4.76%   100%        2ns  4.76%  other",
      "         0     0%   100%       42ns   100%  main",
      "",
    ].join("\n"),
  );
  expect(tree(report)).not.toMatch(/40ns {2}100% \| {3}fib\n/u);
});

test("a function is inline when all its callers inlined it, and partly so when some did", () => {
  const text = top(reportOf(profileOf("main>run+fast 5", "main>run>slow 4", "main>other+slow 3")));
  expect(text).toContain(" fast (inline)\n");
  expect(text).toContain(" slow (partial-inline)\n");
});

test("nodes below the fraction go, and the value of their callees stays with the edge across them", () => {
  const profile = profileOf("main>bridge>leaf 3", "main>leaf 3", "main>heavy 994");
  const text = tree(reportOf(profile, { nodeFraction: 0.004 }));
  expect(text).toContain("Dropped 1 node (cum <= 4ns)");
  expect(text).toContain("6ns   100% |   main");
  expect(text).not.toContain("bridge");
});

test("with a limit the heaviest nodes stay and the header says how many there were", () => {
  const text = top(reportOf(profileOf("main>a 5", "main>b 3", "main>c 1"), { nodeCount: 2 }));
  expect(text).toContain("Showing top 2 nodes out of 4");
  expect(
    text
      .trimEnd()
      .split("\n")
      .slice(-2)
      .map((line) => line.split("  ").at(-1)),
  ).toEqual(["a", "b"]);
});

test("negative values cancel in a node, count in the total, and go on demand", () => {
  const profile = profileOf("main>grew 30", "main>shrank -10");
  expect(top(reportOf(profile))).toContain("of 40ns total");
  expect(top(reportOf(profile))).toContain("-10ns 25.00%");
  expect(top(reportOf(profile, { dropNegative: true }))).not.toContain("shrank");
});
