import { framesOfLocation, type LocationIndex } from "#profile";
import { expect, test } from "vitest";
import { withOriginalPlaces } from "./original-places.ts";
import { profileOfStacks } from "./stack-profile.ts";

const frame = (name: string, startLine: number, line: number, column: number) => ({
  key: `${name}:${startLine}`,
  name,
  file: "/bundle.js",
  startLine,
  line,
  column,
});

test("functions of one name go to the files they come from, each with its own lines", async () => {
  const profile = profileOfStacks({ sampleTypes: [{ type: "n", unit: "count" }] }, "/bundle.js", [
    { frames: [frame("run", 10, 10, 5)], values: [1] },
    { frames: [frame("run", 20, 22, 0), frame("(program)", 0, 0, 0)], values: [2] },
    { frames: [frame("helper", 30, 30, 1)], values: [3] },
  ]);
  const mapped = await withOriginalPlaces(profile, async (_, line, column) => {
    if (line >= 30) return null;
    return { file: line < 20 ? "/src/a.ts" : "/src/b.ts", line: line - 9, column };
  });
  const seen = Array.from(
    { length: mapped.locations.count },
    (_, at) => framesOfLocation(mapped, at as LocationIndex)[0],
  );
  expect(seen.map((each) => `${each?.function} ${each?.file}:${each?.line}`)).toEqual([
    "run /src/a.ts:1",
    "run /src/b.ts:13",
    "(program) /bundle.js:0",
    "helper /bundle.js:30",
  ]);
});
