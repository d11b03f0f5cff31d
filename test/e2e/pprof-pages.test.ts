import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeProfile, ProfileBuilder } from "#profile";
import { runReport } from "../parity/run-report.ts";
import { browserPath, openFile, startBrowser } from "./browser.ts";

const fixtures = join(import.meta.dirname, "../fixtures/go");
/** A name that would run if it were not escaped. */
const HOSTILE = `<img src=x onerror="alert(1)">&"'</script>`;

let folder = "";
let browser: Browser;
beforeAll(async () => {
  process.env["TZ"] = "UTC";
  folder = mkdtempSync(join(tmpdir(), "sawtooth-pages-"));
  if (browserPath !== null) browser = await startBrowser();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (browserPath !== null) await browser.close();
});

async function written(name: string, args: readonly string[]): Promise<string> {
  const file = join(folder, name);
  const run = await runReport(args, fixtures);
  expect(run).toMatchObject({ exitCode: 0 });
  writeFileSync(file, run.bytes);
  return file;
}

/** The colour of a box, as the browser draws it. */
async function colour(box: Locator): Promise<{ red: number; green: number; blue: number }> {
  const [red, green, blue] = await box
    .locator("rect")
    .evaluate((rect) => /(\d+), (\d+), (\d+)/u.exec(getComputedStyle(rect).fill)!.slice(1).map(Number));
  return { red: red!, green: green!, blue: blue! };
}

describe.skipIf(browserPath === null)("in a browser", () => {
  test("a click widens a frame of a flame graph, and one on the lowest brings everything back", async () => {
    const { page, faults } = await openFile(browser, await written("flame.svg", ["-flame", "heap.1.pb.gz"]));
    const box = (name: string): Locator =>
      page.locator("#frames g", { has: page.locator(`[data-n="${name}"]`) });
    const handle = box("main.(*sessionState).handle");
    const width = async (of: Locator): Promise<number> => (await of.locator("rect").boundingBox())!.width;
    const before = await width(handle);
    expect(before).toBeLessThan(100);
    await handle.click();
    expect(await width(handle)).toBeCloseTo(1180, -1);
    expect(await handle.locator("text").textContent()).toBe("main.(*sessionState).handle");
    expect(await box("main.newSession").isVisible()).toBe(false);
    await box("main.serveConn").click();
    expect(await width(handle)).toBeCloseTo(before, 0);
    expect(await box("main.newSession").isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("a difference is red where it grew and green where it shrank, in the light and in the dark", async () => {
    const grown = await written("grown.svg", ["-flame", "-base=heap.0.pb.gz", "heap.1.pb.gz"]);
    const shrunk = await written("shrunk.svg", ["-flame", "-base=heap.1.pb.gz", "heap.0.pb.gz"]);
    for (const scheme of ["light", "dark"] as const) {
      const first = await openFile(browser, grown, scheme);
      const red = await colour(first.page.locator("#frames g").first());
      expect(red.red).toBeGreaterThan(red.green + 50);
      const second = await openFile(browser, shrunk, scheme);
      const green = await colour(second.page.locator("#frames g").first());
      expect(green.green).toBeGreaterThan(green.red + 50);
      expect([...first.faults, ...second.faults]).toEqual([]);
      await first.page.close();
      await second.page.close();
    }
  });

  test("a page of source shows what lines cost, and what they call when they are opened", async () => {
    const file = await written("source.html", [
      "-weblist=serveConn",
      "-trim_path=example.com",
      `-source_path=${fixtures}`,
      "heap.1.pb.gz",
    ]);
    const { page, faults } = await openFile(browser, file);
    const row = page.locator("tr", { hasText: "s := newSession()" });
    expect(await row.locator("td").nth(1).textContent()).toBe("348.61MB");
    const call = row.locator("li", { hasText: "main.newSession" }).first();
    expect(await call.isVisible()).toBe(false);
    await row.locator("summary").click();
    expect(await call.isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("names from a profile are text, whatever is in them", async () => {
    const profile = join(folder, "hostile.pb.gz");
    writeFileSync(join(folder, "hostile.c"), `${HOSTILE}\n`);
    const builder = new ProfileBuilder({
      sampleTypes: [{ type: HOSTILE, unit: HOSTILE }],
      comments: [HOSTILE],
    });
    const row = builder.addFunction({ name: HOSTILE, file: join(folder, "hostile.c"), startLine: 1 });
    builder.addSample([builder.addLocation({ lines: [{ function: row, line: 1 }] })], [7]);
    writeFileSync(profile, gzipSync(encodeProfile(builder.build())));
    for (const [name, report] of [
      ["hostile.svg", "-flame"],
      ["hostile.html", "-weblist=."],
    ] as const) {
      const { page, faults } = await openFile(
        browser,
        await written(name, [report, "-symbolize=none", profile]),
      );
      expect(await page.locator("img").count()).toBe(0);
      expect(await page.locator("svg, body").first().textContent()).toContain(HOSTILE);
      expect(faults).toEqual([]);
      await page.close();
    }
  });
});
