import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import type { TargetProcess } from "#target";
import { childrenNote } from "./children-note.ts";

/** A Node process that has started so many others, with their pids. */
async function parentOf(count: number): Promise<{ pid: number; children: readonly number[] }> {
  const child = `["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] }`;
  const program = `
    const { spawn } = require("node:child_process");
    const children = Array.from({ length: ${count} }, () => spawn(process.execPath, ${child}));
    console.log(children.map((child) => child.pid).join(" "));
    process.stdin.resume();
  `;
  const parent = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  // Theirs close with it, and ours with us: nothing stays behind.
  onTestFinished(() => void parent.kill());
  const [pids] = (await once(parent.stdout, "data")) as [Buffer];
  return { pid: parent.pid ?? 0, children: pids.toString().split(" ").filter(Boolean).map(Number) };
}

function noteOf(pid: number, remote = false): Promise<string | null> {
  return childrenNote({ pid, remote } as TargetProcess);
}

test("a process without others has no note", async () => {
  const { pid } = await parentOf(0);
  expect(await noteOf(pid)).toBeNull();
});

test("what a process has started is named, to be looked at", async () => {
  const one = await parentOf(1);
  const [child] = one.children;
  await expect
    .poll(() => noteOf(one.pid))
    .toBe(
      `It has started another Node.js process, ${child}, which was not looked at: sawtooth find ${child}.`,
    );
  expect(await noteOf(one.pid, true)).toBeNull();
  const many = await parentOf(6);
  await expect
    .poll(() => noteOf(many.pid))
    .toMatch(/^It has started 6 other Node\.js processes \((?:\d+, ){3}\d+ and 2 more\)/);
});
