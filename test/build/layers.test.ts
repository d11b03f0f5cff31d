import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const bin = (tool: string): string => join(root, "node_modules/.bin", tool);
const parts = readdirSync(join(root, "src")).filter((name) =>
  existsSync(join(root, "src", name, "tsconfig.json")),
);
const imports = new Map(parts.map((part) => [part, references(part)]));

function references(part: string): string[] {
  const config = JSON.parse(readFileSync(join(root, "src", part, "tsconfig.json"), "utf8")) as {
    references: { path: string }[];
  };
  return config.references.map(({ path }) => path.replace("../", "")).toSorted();
}

/** Every part that `part` may import, through others too: `tsc -b` lets references carry on. */
function reachable(part: string, seen = new Set<string>()): Set<string> {
  for (const next of imports.get(part) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return seen;
}

/** The rows of the table of parts in ARCHITECTURE.md: | `part` | where it runs | subject | imports | */
function architectureTable(): Map<string, string[]> {
  const lines = readFileSync(join(root, "ARCHITECTURE.md"), "utf8").split("\n");
  const rows = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  return new Map(
    rows.flatMap(([, part, , , list]) => {
      const name = /^`(\w+)`$/u.exec(part ?? "")?.[1];
      return name === undefined ? [] : [[name, (list ?? "").match(/\w+/gu)?.toSorted() ?? []] as const];
    }),
  );
}

test("the references of every part are the imports that ARCHITECTURE.md lists", () => {
  expect(Object.fromEntries(imports)).toEqual(Object.fromEntries(architectureTable()));
});

test("no part can reach itself", () => {
  expect(parts.filter((part) => reachable(part).has(part))).toEqual([]);
});

describe("in a copy of the house with one file per part", () => {
  let house = "";
  const source = (part: string, file: string): string => join(house, "src", part, file);
  const build = (part: string): { status: number | null; stdout: string } =>
    spawnSync(bin("tsc"), ["-b", join("src", part)], { cwd: house, encoding: "utf8" });

  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), "sawtooth-layers-"));
    for (const file of ["package.json", "tsconfig.base.json", ".oxlintrc.json"])
      cpSync(join(root, file), join(house, file));
    symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
    for (const part of parts) {
      mkdirSync(join(house, "src", part), { recursive: true });
      cpSync(join(root, "src", part, "tsconfig.json"), source(part, "tsconfig.json"));
      writeFileSync(source(part, "inner.ts"), "export const inner: number = 1;\n");
      writeFileSync(source(part, "index.ts"), `export { inner as ${part} } from "./inner.ts";\n`);
    }
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  test.each(parts)("%s may import what it lists", (part) => {
    const allowed = [...reachable(part)];
    const text = allowed.map((other) => `import { ${other} } from "#${other}";\n`).join("");
    writeFileSync(source(part, "uses.ts"), `${text}export const all: number[] = [${allowed.join(", ")}];\n`);
    expect(build(part)).toMatchObject({ status: 0, stdout: "" });
  });

  const forbidden = parts
    .map((part) => [part, parts.filter((other) => other !== part && !reachable(part).has(other))] as const)
    .filter(([, others]) => others.length > 0);

  test.each(forbidden)("%s cannot import %j", (part, others) => {
    const files = others.map((other) => source(part, `takes-${other}.ts`));
    for (const [i, file] of files.entries()) {
      writeFileSync(
        file,
        `import { ${others[i]} } from "#${others[i]}";\nexport const taken: number = ${others[i]};\n`,
      );
    }
    const { status, stdout } = build(part);
    for (const file of files) rmSync(file);
    expect(status).not.toBe(0);
    expect(others.filter((other) => !stdout.includes(`src/${other}/index.ts' is not listed`))).toEqual([]);
  });

  test("a part cannot import a private file of another part by name", () => {
    writeFileSync(
      source("cli", "deep.ts"),
      'import { inner } from "#find/inner";\nexport const taken: number = inner;\n',
    );
    const { status, stdout } = build("cli");
    rmSync(source("cli", "deep.ts"));
    expect(status).not.toBe(0);
    expect(stdout).toContain("Cannot find module '#find/inner'");
  });

  test("the linter refuses a path that leaves its part", () => {
    const file = source("cli", "deep.ts");
    writeFileSync(file, 'import { inner } from "../find/inner.ts";\nexport const taken: number = inner;\n');
    const { status, stdout } = spawnSync(bin("oxlint"), [file], { cwd: house, encoding: "utf8" });
    rmSync(file);
    expect(status).not.toBe(0);
    expect(stdout).toContain("A part reaches another part through '#part', never by path.");
  });

  test.each([
    [
      "a file system",
      'import { readFileSync } from "node:fs";\nexport const taken: unknown = readFileSync;\n',
    ],
    ["a process", "export const taken: unknown = process.pid;\n"],
    ["a page", "export const taken: unknown = document.title;\n"],
  ])("a pure part cannot touch %s", (_what, text) => {
    writeFileSync(source("profile", "impure.ts"), text);
    const { status } = build("profile");
    rmSync(source("profile", "impure.ts"));
    expect(status).not.toBe(0);
  });
});
