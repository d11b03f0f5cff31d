import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../e2e/nodes.ts";

test("every code of a target error is explained in docs/errors.md, and no other", () => {
  const source = readFileSync(join(root, "src", "target", "target-error.ts"), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "([a-z0-9-]+)"/gm)].map((match) => match[1]);
  const explained = [
    ...readFileSync(join(root, "docs", "errors.md"), "utf8").matchAll(/^\| `([a-z0-9-]+)` +\|/gm),
  ];
  expect(codes.length).toBeGreaterThan(10);
  expect(new Set(explained.map((match) => match[1]))).toEqual(new Set(codes));
});
