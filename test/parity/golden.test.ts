import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runReport } from "./run-report.ts";

interface Case {
  readonly flags: readonly string[];
  readonly base: readonly string[];
  readonly input: string;
  readonly golden: string;
  readonly level: "cli" | "lib";
  readonly env?: Readonly<Record<string, string>>;
}

const kit = join(import.meta.dirname, "../../../shared/fixtures/parity");
const hasKit = existsSync(join(kit, "manifest.json"));
if (!hasKit) console.warn("SKIPPED: pprof's own cases: ../shared/fixtures/parity is not there");
const cases = hasKit ? (JSON.parse(readFileSync(join(kit, "manifest.json"), "utf8")) as Case[]) : [];
const ofCommandLine = cases
  .filter(({ level }) => level === "cli")
  .map((row) => [row.flags.join(" "), row.input, row] as const);

beforeAll(() => {
  process.env["TZ"] = "UTC";
});

describe.skipIf(!hasKit)("pprof's own cases come out byte for byte", () => {
  test("all sixty are there", () => {
    expect(ofCommandLine).toHaveLength(60);
  });

  test.each(ofCommandLine)("%s %s", async (_flags, _input, { flags, base, input, golden }) => {
    const run = await runReport([...base, ...flags, input], kit);
    expect(run.stdout).toBe(readFileSync(join(kit, golden), "utf8"));
    expect(run.exitCode).toBe(0);
  });
});
