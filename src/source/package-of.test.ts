import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { Packages } from "./package-of.ts";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";

const app = temporaryFolder();
const packages = new Packages(app);

function write(path: string, text: string): string {
  const file = join(app, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function install(path: string, name: string, version: string): string {
  write(join(path, "package.json"), JSON.stringify({ name, version }));
  return write(join(path, "lib/index.js"), "");
}

test("a file under node_modules belongs to the package of the last node_modules in its path", () => {
  expect(packages.of(install("node_modules/ws", "ws", "8.18.0"))).toEqual({
    name: "ws",
    version: "8.18.0",
    root: join(app, "node_modules/ws"),
  });
  expect(packages.of(install("node_modules/@a/b", "@a/b", "1.0.0"))).toMatchObject({
    name: "@a/b",
    version: "1.0.0",
  });
  const nested = install("node_modules/ws/node_modules/ms", "ms", "2.0.0");
  expect(packages.of(nested)).toMatchObject({ name: "ms", version: "2.0.0" });
  expect(packages.of(pathToFileURL(nested).href)).toMatchObject({ name: "ms" });
});

test("pnpm's folders are seen through", () => {
  const file = install("node_modules/.pnpm/fastify@5.1.0/node_modules/fastify", "fastify", "5.1.0");
  expect(packages.of(file)).toMatchObject({ name: "fastify", version: "5.1.0" });
  expect(packages.display(file)).toBe("fastify/lib/index.js");
  symlinkSync(dirname(dirname(file)), join(app, "node_modules/fastify"));
  expect(packages.of(join(app, "node_modules/fastify/lib/index.js"))).toMatchObject({ name: "fastify" });
});

test("a workspace folder linked into node_modules is the application's own", () => {
  install("packages/shared", "@me/shared", "1.0.0");
  mkdirSync(join(app, "node_modules/@me"), { recursive: true });
  symlinkSync(join(app, "packages/shared"), join(app, "node_modules/@me/shared"));
  const linked = join(app, "node_modules/@me/shared/lib/index.js");
  expect(packages.of(linked)).toBeNull();
  expect(packages.isApplication(linked)).toBe(true);
});

test("a package that is not on this machine is one all the same, its version unknown", () => {
  expect(packages.of(join(app, "node_modules/gone/x.js"))).toMatchObject({ name: "gone", version: null });
});

test("frames of Node, of evaluated code and of packages are not the application's", () => {
  const own = { file: join(app, "src/a.ts"), line: 3 };
  const frames = [
    { file: "node:internal/timers", line: 1 },
    { file: "", line: 1 },
    { file: "evalmachine.<anonymous>", line: 1 },
    { file: join(app, "node_modules/ws/lib/index.js"), line: 1 },
    own,
    { file: join(app, "src/b.ts"), line: 4 },
  ];
  expect(packages.nearestApplicationFrame(frames)).toBe(own);
  expect(packages.nearestApplicationFrame(frames.slice(0, 4))).toBeNull();
});

test("paths are shown from the working directory, packages by name, the rest in full", () => {
  expect(packages.display(join(app, "src/registry.ts"))).toBe("src/registry.ts");
  expect(packages.display(pathToFileURL(join(app, "src/my registry.ts")).href)).toBe("src/my registry.ts");
  expect(packages.display(join(app, "node_modules/ws/lib/index.js"))).toBe("ws/lib/index.js");
  expect(packages.display(join(dirname(app), "x.js"))).toBe("../x.js");
  expect(new Packages("/srv/a/b/c/d").display("/opt/x.js")).toBe("/opt/x.js");
  expect(packages.display("node:net")).toBe("node:net");
});
