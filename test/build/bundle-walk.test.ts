import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleInTarget } from "../../scripts/bundle-walk.mjs";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "sawtooth-bundle-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("the bundle is an expression whose value is inTarget, with the files beside it inside", async () => {
  write("sum.ts", "export function sum(a: number, b: number): number {\n  // why\n  return a + b;\n}\n");
  const entry = write(
    "entry.ts",
    'import { sum } from "./sum.ts";\n/** Adds. */\nexport function inTarget(n: number): number {\n  return sum(n, 1);\n}\n',
  );
  const text = await bundleInTarget(entry);
  expect((runInNewContext(text) as (n: number) => number)(4)).toBe(5);
  expect(text).toContain("function sum(");
  expect(text).not.toMatch(/why|Adds|\bimport\b|: number/u);
});

test.each([
  ["a module of Node", 'import { readFileSync } from "node:fs";', "readFileSync", "node:fs"],
  ["a package", 'import * as used from "ws";', "used", "ws"],
  ["a file of another part", 'import { used } from "../elsewhere.ts";', "used", "elsewhere.ts"],
])("the bundle refuses %s", async (_what, line, name, refused) => {
  const entry = write("refused.ts", `${line}\nexport function inTarget(): unknown {\n  return ${name};\n}\n`);
  await expect(bundleInTarget(entry)).rejects.toThrow(refused);
});

test("an entry without inTarget is refused, and so is a missing one", async () => {
  const entry = write("other.ts", "export const other: number = 1;\n");
  await expect(bundleInTarget(entry)).rejects.toThrow("does not export inTarget: it exports other");
  await expect(bundleInTarget(join(folder, "none.ts"))).rejects.toThrow("is missing");
});
