import { expect, test } from "vitest";
import { baseName, cleanPath, trimSourcePath } from "./go-path.ts";

test.each([
  ["a//b/./c/../d", "a/b/d"],
  ["/../a", "/a"],
  ["../../a", "../../a"],
  ["a/..", "."],
  ["./", "."],
  ["/", "/"],
  ["a/b/", "a/b"],
  ["", ""],
  ["/src/..hidden/x", "/src/..hidden/x"],
])("the path %j is %j in short", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

test.each([
  ["", "."],
  ["/", "/"],
  ["a/b/", "b"],
  ["/usr/bin/node", "node"],
])("the last element of %j is %j", (path, name) => {
  expect(baseName(path)).toBe(name);
});

test("a configured prefix is cut off, and nothing else then", () => {
  const paths = { sourcePath: "/home/me/project", trimPath: "/build:/go/" };
  expect(trimSourcePath("/build/a.go", paths)).toBe("a.go");
  expect(trimSourcePath("/go/b.go", paths)).toBe("b.go");
  expect(trimSourcePath("/builder/a.go", paths)).toBe("/builder/a.go");
  expect(trimSourcePath("/ci/project/a.go", paths)).toBe("/ci/project/a.go");
});

test("without one, all up to the name of a searched directory is", () => {
  expect(trimSourcePath("/ci/project/a.go", { sourcePath: "/x:/home/me/project", trimPath: "" })).toBe(
    "a.go",
  );
  expect(trimSourcePath("/proc/self/cwd/a.cc", { sourcePath: "", trimPath: "" })).toBe("a.cc");
});
