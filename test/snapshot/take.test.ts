import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HeapFileError, readSnapshot, takeSnapshot } from "../../src/heapfile/index.ts";
import { attachToPid, type NodeTarget } from "../../src/target/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { nodes, runningNode } from "../target/running-node.ts";

const folder = temporaryFolder();
const PROGRAM = `
  globalThis.kept = new Map(Array.from({ length: 5000 }, (_, i) => [i, { text: "kept " + i }]));
  setInterval(() => {}, 1000);
`;
const agreed = { consent: () => Promise.resolve(true) };

async function withTarget<T>(pid: number, use: (target: NodeTarget) => Promise<T>): Promise<T> {
  const target = await attachToPid(pid);
  try {
    return await use(target);
  } finally {
    await target.close();
  }
}

describe.each(nodes)("of a process of Node $major", ({ file: node }) => {
  test.each(["taken.heapsnapshot", "taken.heapsnapshot.gz"])(
    "%s is whole, and the process goes on",
    async (name) => {
      const { pid, child } = await runningNode(node, PROGRAM);
      const path = join(folder, name);
      const seen = new Set<string>();
      const taken = await withTarget(pid, (target) =>
        takeSnapshot(target, path, { ...agreed, onProgress: ({ phase }) => seen.add(phase) }),
      );
      expect(taken.fileBytes).toBe(statSync(path).size);
      expect(seen).toContain("writing");
      const { nodes: objects, header, strings } = await readSnapshot(path);
      expect(header.fileBytes).toBe(taken.snapshotBytes);
      expect(objects.count).toBeGreaterThan(10_000);
      expect(strings.find("kept 4999")).toBeGreaterThan(0);
      expect(child.exitCode).toBe(null);
    },
  );

  test("that ends in the middle leaves no file", async () => {
    const { pid } = await runningNode(node, PROGRAM);
    const before = readdirSync(folder);
    const attempt = withTarget(pid, (target) =>
      takeSnapshot(target, join(folder, "ended.heapsnapshot"), {
        ...agreed,
        onProgress: ({ phase }) => phase === "writing" && process.kill(pid, "SIGKILL"),
      }),
    );
    await expect(attempt).rejects.toMatchObject({ code: "snapshot-not-taken" });
    await expect(attempt).rejects.toThrow("no file was left");
    expect(readdirSync(folder)).toEqual(before);
  });
});

test("nothing is done to a process when the file cannot be written", async () => {
  const { pid } = await runningNode(process.execPath, PROGRAM);
  let phases = 0;
  const attempt = withTarget(pid, (target) =>
    takeSnapshot(target, join(folder, "no", "such.heapsnapshot"), { ...agreed, onProgress: () => phases++ }),
  );
  await expect(attempt).rejects.toBeInstanceOf(HeapFileError);
  await expect(attempt).rejects.toThrow(
    "such.heapsnapshot cannot be written (there is no such folder): choose another folder",
  );
  expect(phases).toBe(0);
});

test("a process is let alone when the pause is not agreed to", async () => {
  const { pid } = await runningNode(
    process.execPath,
    `${PROGRAM}; globalThis.more = Array.from({ length: 400_000 }, (_, i) => ({ i }));`,
  );
  const attempt = withTarget(pid, (target) =>
    takeSnapshot(target, join(folder, "declined.heapsnapshot"), { consent: () => Promise.resolve(false) }),
  );
  await expect(attempt).rejects.toMatchObject({ code: "needs-consent" });
  expect(readdirSync(folder)).not.toContain("declined.heapsnapshot");
});

test("the command says what it will cost, what it took, and the name of the file", async () => {
  const { pid } = await runningNode(process.execPath, PROGRAM);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=source",
      "--import=tsx",
      "src/cli/bin.ts",
      "snapshot",
      "take",
      String(pid),
      "-o",
      join(folder, "cli.heapsnapshot.gz"),
    ],
    { encoding: "utf8", cwd: join(import.meta.dirname, "../..") },
  );
  expect(stderr).toMatch(
    /^sawtooth: heap [\d.]+ MiB: it will stand still for .* and need .* more memory \(.* free of its .*\)\nsawtooth: took [\d.]+ MiB, .* packed; it stood still for about .*\n$/u,
  );
  expect(stdout).toBe(`${join(folder, "cli.heapsnapshot.gz")}\n`);
  expect(status).toBe(0);
});
