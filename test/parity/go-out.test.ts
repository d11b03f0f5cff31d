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
  // Since 2025 pprof words this report otherwise, and so do we: test/parity/golden.test.ts has it.
  test.each(outputs.filter((name) => name !== "tags.txt"))("%s", async (name) => {
    const [, command, expected] = /^# go tool pprof (.*)\n([^]*)$/u.exec(
      readFileSync(join(fixtures, "out", name), "utf8"),
    )!;
    const run = await runReport(command!.split(" "), fixtures);
    expect(run.stdout).toBe(expected);
    expect(run.exitCode).toBe(0);
  });
});
