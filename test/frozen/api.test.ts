import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicTypes } from "../../scripts/api.mjs";

const root = join(import.meta.dirname, "../..");

test("the public types are those committed under api/ (after a wanted change: npm run api)", () => {
  const committed = join(root, "api");
  const files = existsSync(committed)
    ? readdirSync(committed, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"))
    : [];
  expect(files.toSorted()).toEqual([...publicTypes().keys()]);
  for (const [file, text] of publicTypes())
    expect(readFileSync(join(committed, file), "utf8"), file).toBe(text);
});
