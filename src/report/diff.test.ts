import { expect, test } from "vitest";
import { ProfileBuilder, type Profile } from "#profile";
import { profileDiff } from "./diff.ts";

const HOUR = 3_600_000_000_000n;

function heap(timeNanos: bigint, sites: Readonly<Record<string, number>>): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }], timeNanos });
  const caller = builder.addFunction({ name: "main.main", file: "main.go" });
  for (const [name, bytes] of Object.entries(sites)) {
    const row = builder.addFunction({ name: `main.${name}`, file: "app.go" });
    const leaf = builder.addLocation({ lines: [{ function: row, line: name.length }] });
    const root = builder.addLocation({ lines: [{ function: caller, line: 1 }] });
    builder.addSample([leaf, root], [bytes]);
  }
  return builder.build();
}

test("sites keep their sign, share what grew among those that grew, and have a rate", () => {
  const before = heap(HOUR, { leak: 100, cache: 500, steady: 7 });
  const after = heap(3n * HOUR, { leak: 400, cache: 450, steady: 7, fresh: 100 });
  const diff = profileDiff(before, after, "inuse_space");
  expect(diff).toMatchObject({
    before: 607,
    after: 957,
    change: 350,
    grown: 400,
    shrunk: -50,
    seconds: 7200,
    perHour: 175,
  });
  expect(
    diff.sites.map(({ function: name, change, shareOfGrowth, perHour }) => [
      name,
      change,
      shareOfGrowth,
      perHour,
    ]),
  ).toEqual([
    ["main.leak", 300, 0.75, 150],
    ["main.fresh", 100, 0.25, 50],
    ["main.cache", -50, 0, -25],
  ]);
  expect(diff.sites[0]!.stack.map((frame) => frame.function)).toEqual(["main.leak", "main.main"]);
});

test("profiles in the wrong order, or without times, have no rate", () => {
  expect(profileDiff(heap(HOUR, { a: 1 }), heap(0n, { a: 2 }), "inuse_space").perHour).toBeNull();
  expect(profileDiff(heap(2n * HOUR, { a: 1 }), heap(HOUR, { a: 2 }), "inuse_space").seconds).toBeNull();
});

test("a sample type that is not there is refused with those that are", () => {
  expect(() => profileDiff(heap(0n, { a: 1 }), heap(0n, { a: 2 }), "cpu")).toThrow(
    "no sample type cpu: the profile has inuse_space",
  );
});
