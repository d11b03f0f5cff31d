import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runReport } from "./run-report.ts";

const fixtures = join(import.meta.dirname, "../fixtures/go");
const outputs = readdirSync(join(fixtures, "out"));

beforeAll(() => {
  process.env["TZ"] = "UTC";
});

describe("what go tool pprof printed for a leaking service comes out byte for byte", () => {
  // Since 2025 pprof words this report otherwise, with shares of the whole profile, and so do we: golden.test.ts has it.
  test.each(outputs.filter((name) => name !== "tags.txt"))("%s", async (name) => {
    const [, command, expected] = /^# go tool pprof (.*)\n([^]*)$/u.exec(
      readFileSync(join(fixtures, "out", name), "utf8"),
    )!;
    const run = await runReport(command!.split(" "), fixtures);
    expect(run.stdout).toBe(expected);
    expect(run.exitCode).toBe(0);
  });
});

/** The rows of a report of labels: value to one decimal, unit and label, without the share. */
function rows(text: string): string[] {
  return [...text.matchAll(/^\s*(-?[\d.]+)(\w*) \([^)]*\): (.*)$/gmu)].map(
    ([, value, unit, label]) => `${Number(value).toFixed(1)}${Number(value) === 0 ? "" : unit} ${label}`,
  );
}

test("tags.txt, which pprof's own cases of today contradict, has the same labels and values", async () => {
  const text = readFileSync(join(fixtures, "out", "tags.txt"), "utf8");
  const [, command, theirs] = /^# go tool pprof (.*)\n([^]*)$/u.exec(text)!;
  const run = await runReport(command!.split(" "), fixtures);
  expect(rows(run.stdout)).toEqual(rows(theirs!));
  expect(rows(theirs!).length).toBeGreaterThan(10);
});
