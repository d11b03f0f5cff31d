import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../e2e/nodes.ts";

const explained = new Set(
  [...readFileSync(join(root, "docs", "errors.md"), "utf8").matchAll(/^\| `([a-z0-9-]+)` +\|/gm)].map(
    (match) => match[1]!,
  ),
);

test("every code of a target error is explained in docs/errors.md", () => {
  const source = readFileSync(join(root, "src", "target", "target-error.ts"), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "([a-z0-9-]+)"/gm)].map((match) => match[1]!);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !explained.has(code))).toEqual([]);
});

test("no code is explained there that the source does not have", () => {
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith("-text.ts"))
    .map((file) => readFileSync(join(root, "src", file), "utf8"))
    .join("\n");
  expect([...explained].filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
});
