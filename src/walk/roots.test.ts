import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { injected } from "./injected.ts";

/** Walks a program that has loaded nothing, and tells which of Node's modules that loaded. */
const program = `
const live = (${injected})({ sliceMs: 5, budgetMs: 60000, maxObjects: 1e6, idleMs: 20000 });
setInterval(() => {}, 1000);
const before = process.moduleLoadList.length;
live.walk(60000).then(() => {
  const loaded = process.moduleLoadList.slice(before);
  process.stdout.write(JSON.stringify(loaded), () => process.exit());
});
`;

test("a walk makes none of the globals that Node makes when they are first asked for", async () => {
  const child = spawn(process.execPath, ["--no-warnings", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(program);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  await new Promise((resolve) => child.once("close", resolve));
  const loaded = JSON.parse(out) as string[];
  // What writes the answer is among them.
  expect(loaded.length).toBeGreaterThan(0);
  const web =
    /undici|webstreams|webcrypto|webstorage|navigator|abort_controller|clone_dom|internal\/(?:file|blob)$/u;
  expect(loaded.filter((name) => web.test(name))).toEqual([]);
});
