import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { originalPath } from "./original-path.ts";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";

const from = { base: "/app/dist/server.js.map", root: "", cwd: "/app" };

test("a relative source is relative to its map", () => {
  expect(originalPath("../src/a.ts", from)).toBe("/app/src/a.ts");
});

test("sourceRoot goes before it, with or without its slash, relative or absolute", () => {
  expect(originalPath("a.ts", { ...from, root: "../src" })).toBe("/app/src/a.ts");
  expect(originalPath("a.ts", { ...from, root: "../src/" })).toBe("/app/src/a.ts");
  expect(originalPath("a.ts", { ...from, root: "/elsewhere" })).toBe("/elsewhere/a.ts");
  expect(originalPath("a.ts", { ...from, root: "file:///else%20where/" })).toBe("/else where/a.ts");
  expect(originalPath("/abs/a.ts", { ...from, root: "../src" })).toBe("/abs/a.ts");
});

test("file: URLs lose their percent signs, and hosts lead nowhere", () => {
  expect(originalPath("file:///my%20app/a.ts", from)).toBe("/my app/a.ts");
  expect(originalPath("file://host/a.ts", from)).toBeNull();
});

test("of two readings of a percent sign the file that exists wins", () => {
  const folder = temporaryFolder();
  const base = join(folder, "out.js.map");
  expect(originalPath("my%20file.ts", { ...from, base })).toBe(join(folder, "my file.ts"));
  writeFileSync(join(folder, "my%20file.ts"), "");
  expect(originalPath("my%20file.ts", { ...from, base })).toBe(join(folder, "my%20file.ts"));
  mkdirSync(join(folder, "c#"));
  writeFileSync(join(folder, "c#", "a.ts"), "");
  expect(originalPath("c#/a.ts", { ...from, base })).toBe(join(folder, "c#", "a.ts"));
});

test("virtual schemes of bundlers lead into the project, their own modules nowhere", () => {
  expect(originalPath("webpack://shop/./src/a.ts?1f2e", from)).toBe("/app/src/a.ts");
  expect(originalPath("webpack:///./src/a.ts", from)).toBe("/app/src/a.ts");
  expect(originalPath("webpack-internal:///(rsc)/./src/a.ts", from)).toBe("/app/src/a.ts");
  expect(originalPath("turbopack:///[project]/src/a.ts", from)).toBe("/app/src/a.ts");
  expect(originalPath("webpack://shop/webpack/bootstrap", from)).toBeNull();
  expect(originalPath("https://example.com/a.ts", from)).toBeNull();
});
