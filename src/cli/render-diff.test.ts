import { expect, test } from "vitest";
import type { ProfileDiff } from "#report";
import { renderDiff } from "./render-diff.ts";

const site = {
  function: "main.newSession",
  file: "main.go",
  line: 41,
  before: 30 * 2 ** 20,
  after: 330 * 2 ** 20,
  change: 300 * 2 ** 20,
  shareOfGrowth: 0.9,
  perHour: 600 * 2 ** 20,
  stack: [
    { function: "main.newSession", file: "main.go", line: 41, column: 0 },
    { function: "main.serve", file: "main.go", line: 9, column: 0 },
  ],
};
const grown: ProfileDiff = {
  version: 1,
  sampleType: "inuse_space",
  unit: "bytes",
  before: 40 * 2 ** 20,
  after: 330 * 2 ** 20,
  change: 290 * 2 ** 20,
  grown: 300 * 2 ** 20,
  shrunk: -10 * 2 ** 20,
  seconds: 1800,
  perHour: 580 * 2 ** 20,
  sites: [
    site,
    {
      ...site,
      function: "main.flush",
      line: 7,
      before: 2 ** 20 * 10,
      after: 0,
      change: -10 * 2 ** 20,
      shareOfGrowth: 0,
      perHour: -20 * 2 ** 20,
    },
  ],
};

test("growth is a sentence, a table, and the stacks behind it", () => {
  expect(renderDiff(grown, 20)).toMatchInlineSnapshot(`
    "inuse_space grew by 290 MiB in 30 min: 40 MiB → 330 MiB, +9.7 MiB/min (grown +300 MiB, shrunk −10 MiB)

        change  share  before    after         rate  site
      +300 MiB   90 %  30 MiB  330 MiB  +10 MiB/min  main.newSession  main.go:41
       −10 MiB         10 MiB      0 B    −20 MiB/h  main.flush  main.go:7

    +300 MiB at main.newSession  main.go:41, mostly through
        main.newSession  main.go:41
        main.serve  main.go:9
    "
  `);
});

test("shrinkage is called that, and a site that shrank has no share of growth", () => {
  const text = renderDiff(
    {
      ...grown,
      change: -10,
      before: 40,
      after: 30,
      grown: 0,
      shrunk: -10,
      seconds: null,
      perHour: null,
      sites: [],
    },
    20,
  );
  expect(text).toBe("inuse_space shrank by 10 B: 40 B → 30 B\n");
});

test("nothing changed is said so", () => {
  const text = renderDiff({ ...grown, change: 0, before: 5, after: 5, grown: 0, shrunk: 0, sites: [] }, 20);
  expect(text).toBe("inuse_space did not change in 30 min: 5 B\n");
});

test("sites beyond the limit are counted", () => {
  expect(renderDiff(grown, 1)).toContain("and 1 more that changed less");
});
