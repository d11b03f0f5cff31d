import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Manifest {
  readonly [field: string]: unknown;
}

interface Pack {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe("the package as npm would publish it", () => {
  let pack: Pack;
  beforeAll(() => {
    const text = execFileSync(
      "npm",
      ["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const listed = Object.values(JSON.parse(text) as Record<string, Pack>)[0];
    if (!listed) throw new Error(`npm pack listed nothing: ${text}`);
    pack = listed;
  });

  test("weighs less than 1 MB packed", () => {
    expect(pack.size).toBeGreaterThan(10_000);
    expect(pack.size).toBeLessThan(1_000_000);
  });

  test("contains the built parts, the licence, the documents its README links and nothing else", () => {
    const files = pack.files.map(({ path }) => path);
    const wanted = /^(dist\/[a-z]+\/[a-z0-9-]+\.(js|d\.ts)|docs\/[a-z-]+\.md|docs\/finding\.schema\.json)$/u;
    const linked = readFileSync(join(root, "README.md"), "utf8").matchAll(/\]\((docs\/[a-z-]+\.md)/gu);
    const top = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"];
    expect(files.filter((file) => !wanted.test(file) && !top.includes(file))).toEqual([]);
    expect(files.filter((file) => file.includes(".test."))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        ...top,
        "dist/cli/bin.js",
        "dist/agent/program-text.js",
        "dist/agent/register.js",
        "dist/find/index.js",
        "dist/find/index.d.ts",
        ...[...linked].map(([, path]) => path),
        "docs/finding.schema.json",
      ]),
    );
  });

  test("whatever the entries and the command import, and the types of the entries, is in it", () => {
    const { exports: entries, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      exports: Record<string, string | { types: string; default: string }>;
      bin: Record<string, string>;
    };
    const starts = Object.values(entries).flatMap((entry) =>
      typeof entry === "string" ? [] : [entry.types, entry.default],
    );
    const packed = new Set(pack.files.map(({ path }) => path));
    const reached = new Set([...starts, ...Object.values(bin)].map((file) => normalize(file)));
    for (const file of reached)
      for (const imported of importsOf(file)) if (!reached.has(imported)) reached.add(imported);
    expect([...reached].filter((file) => !packed.has(file))).toEqual([]);
    expect(reached.size).toBeGreaterThan(300);
  });
});

/** The files of ours that a built file or its types import. */
function importsOf(file: string): string[] {
  const end = file.endsWith(".d.ts") ? ".d.ts" : ".js";
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /^(?:import|export)\b[^;"']*?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gmu,
  );
  return [...found].flatMap(([, named, called]) => {
    const specifier = named ?? called ?? "";
    if (/^#[a-z]+$/u.test(specifier)) return [`dist/${specifier.slice(1)}/index${end}`];
    return specifier.startsWith("./")
      ? [join(dirname(file), specifier).replace(/(?:\.d)?\.[jt]s$/u, end)]
      : [];
  });
}

test("nothing is installed along with it", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const kinds = [
    "dependencies",
    "peerDependencies",
    "optionalDependencies",
    "bundledDependencies",
    "bundleDependencies",
  ];
  expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
  const hooks = ["preinstall", "install", "postinstall", "prepare"];
  expect(hooks.filter((hook) => hook in (manifest["scripts"] as Manifest))).toEqual([]);
});

test("no built file imports anything but Node's own modules and our parts", () => {
  const files = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  expect(files).toContain("cli/bin.js");
  let seen = 0;
  const foreign = files.flatMap((file) => {
    const text = readFileSync(join(root, "dist", file), "utf8");
    const literals = text.matchAll(
      /^(?:import|export)\s(?:[\w$*{},\s]*?\bfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gmu,
    );
    const specifiers = [...literals].map(([, named, called]) => named ?? called ?? "");
    seen += specifiers.length;
    return specifiers.filter((specifier) => !isOurs(specifier)).map((specifier) => `${file}: ${specifier}`);
  });
  expect(foreign).toEqual([]);
  expect(seen).toBeGreaterThan(files.length);
});

function isOurs(specifier: string): boolean {
  return (
    specifier.startsWith("./") ||
    specifier.startsWith("#") ||
    (specifier.startsWith("node:") &&
      builtinModules.some((name) => [name, `node:${name}`].includes(specifier)))
  );
}
