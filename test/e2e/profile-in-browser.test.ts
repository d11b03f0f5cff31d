import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as profileLibrary from "#profile";
import * as reportLibrary from "#report";
import { browserPath, startBrowser } from "./browser.ts";

const root = join(import.meta.dirname, "../..");
const fixtures = join(root, "test/fixtures/go");
const files = ["heap.0.pb.gz", "heap.1.pb.gz", "endpoints/heap.debug1.txt"].map((name) =>
  readFileSync(join(fixtures, name)).toString("base64"),
);

interface Libraries {
  readonly profile: typeof profileLibrary;
  readonly report: typeof reportLibrary;
}

/** What a page might do with profiles; it is sent to the browser as text, so it must not name anything outside. */
async function work({ profile, report }: Libraries, encoded: readonly string[]): Promise<string[]> {
  const [before, after, old] = await Promise.all(
    encoded.map(async (text) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.codePointAt(0)!);
      return await profile.readProfile(bytes, 2 ** 24);
    }),
  );
  const grown = profile.difference(before!, after!);
  const request = { granularity: "lines", filters: { focus: "(?i)MAIN" } } as const;
  return [
    report.top(report.reportOn(after!, request)),
    report.tree(report.reportOn(grown, { sort: "cum" })),
    report.flame(report.reportOn(grown)),
    report.tags(report.reportOn(after!, { sampleType: "alloc_objects", unit: "auto" })),
    JSON.stringify(report.topDocument(report.reportOn(old!))),
    profile.encodeProfile(grown).join(),
  ];
}

let folder = "";
let script = "";
let expected: string[] = [];
beforeAll(async () => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-bundle-"));
  const bundle = await rolldown({
    input: "library",
    platform: "browser",
    plugins: [
      {
        name: "library",
        resolveId: (id) => (id === "library" ? id : null),
        load: (id) =>
          id === "library"
            ? `export * as profile from "${root}/dist/profile/index.js"; export * as report from "${root}/dist/report/index.js";`
            : null,
      },
    ],
  });
  const { output } = await bundle.generate({ format: "iife", name: "sawtooth", codeSplitting: false });
  script = output[0].code;
  await bundle.close();
  expected = await work({ profile: profileLibrary, report: reportLibrary }, files);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test("the libraries need nothing of Node.js: a context with the web's own classes is enough", async () => {
  expect(script).not.toMatch(/\brequire\(|from "node:|\bprocess\./u);
  const context = createContext({ atob, Blob, DecompressionStream, TextDecoder, TextEncoder });
  runInContext(script, context);
  const answers = (await runInContext(
    `(${work.toString()})(sawtooth, ${JSON.stringify(files)})`,
    context,
  )) as string[];
  expect([...answers]).toEqual(expected);
});

describe.skipIf(browserPath === null)("in a browser", () => {
  test("profiles give the same reports, to the byte", async () => {
    const browser = await startBrowser();
    try {
      const page = await browser.newPage({ timezoneId: "UTC" });
      await page.addScriptTag({ content: script });
      const source = `(${work.toString()})(sawtooth, ${JSON.stringify(files)})`;
      expect(await page.evaluate<string[]>(source)).toEqual(expected);
    } finally {
      await browser.close();
    }
  });
});
