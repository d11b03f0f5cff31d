import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const documents = [".", "docs", "examples", "bench"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

/** A document without its blocks of code. */
function proseOf(file: string): string {
  return readFileSync(file, "utf8").replaceAll(/^```[^]*?^```/gmu, "");
}

/** What leads to a heading after `#`, as code hosts make it. */
function anchorsOf(file: string): readonly string[] {
  return [...proseOf(file).matchAll(/^#+ (.*)$/gmu)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test.each(documents)("every relative link in %s leads to a file or heading that is there", (document) => {
  const file = join(root, document);
  const links = [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link]) => link!);
  const broken = links.filter((link) => {
    if (/^[a-z]+:/u.test(link)) return false;
    const [path, anchor] = link.split("#");
    const target = path === "" ? file : resolve(dirname(file), path!);
    if (relative(root, target).startsWith("..") || !existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});
