import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readProfile } from "#profile";
import { dot, profileTotal, raw, type Report } from "#report";

const kit = join(import.meta.dirname, "../../../shared/fixtures/parity");
const hasKit = existsSync(join(kit, "manifest.json"));
if (!hasKit) console.warn("SKIPPED: pprof's own library cases: ../shared/fixtures/parity is not there");

const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(kit, name)));

beforeAll(() => {
  process.env["TZ"] = "UTC";
});

describe.skipIf(!hasKit)("pprof's own cases that its command line does not reach", () => {
  // The command line gives them a mapping, as pprof's does. Columns that are not known are printed as 0 since 2024; we
  // print what go tool pprof 1.19 and test/fixtures/go/out have, none.
  test.each(["contention", "cpu", "heap"])("java.%s is read", async (kind) => {
    const profile = await readProfile(bytesOf(`legacy/java.${kind}`), 2 ** 30);
    expect(raw(profile).replaceAll(/(:\d+)( s=\d+)/gu, "$1:0$2")).toBe(
      readFileSync(join(kit, `legacy/java.${kind}.string`), "utf8"),
    );
  });

  test("the call tree of a profile as it was read", async () => {
    const profile = await readProfile(bytesOf("input/report_source.pb.gz"), 2 ** 30);
    const report: Report = {
      profile: { ...profile, sampleTypes: profile.sampleTypes.map(() => ({ type: "", unit: "" })) },
      total: profileTotal(profile, 1, false),
      options: {
        column: 1,
        mean: false,
        unit: "",
        divideBy: 1,
        sort: "flat",
        callTree: true,
        dropNegative: false,
        compactLabels: false,
        nodeCount: 0,
        nodeFraction: 0,
        edgeFraction: 0,
        activeFilters: [],
        labelUnits: new Map(),
        paths: { sourcePath: "", trimPath: "/some/path" },
      },
    };
    expect(dot(report)).toBe(readFileSync(join(kit, "golden/source.dot"), "utf8"));
  });
});
