import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
/** Never leaves the part: the recorder tells it in words. */
const INTERNAL = new Set(["foreign-folder"]);

/** The codes of the errors that a file declares: `readonly code = "x"`, or the words of its `…Code` type. */
function codesIn(text: string): readonly string[] {
  if (!/extends Error\b/u.test(text)) return [];
  const own = [...text.matchAll(/^ {2}readonly code = "([^"]+)"/gmu)].map(([, code]) => code!);
  const unions = [...text.matchAll(/^export type \w+Code =([^;]+);/gmu)].flatMap(([, words]) =>
    [...words!.matchAll(/"([^"]+)"/gu)].map(([, code]) => code!),
  );
  return [...own, ...unions];
}

test("every code of an error is explained in docs/errors.md, and no other", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|program-text|injected/u.test(file),
  );
  const codes = new Set(files.flatMap((file) => codesIn(readFileSync(join(root, "src", file), "utf8"))));
  const page = readFileSync(join(root, "docs", "errors.md"), "utf8");
  const explained = [...page.matchAll(/^\| (`[^|]+`) +\|/gmu)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/gu)].map(([, code]) => code!),
  );
  expect(codes.size).toBeGreaterThan(50);
  expect(explained.toSorted()).toEqual([...codes].filter((code) => !INTERNAL.has(code)).toSorted());
});
