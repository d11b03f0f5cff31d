import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HeapFileError, openHeap, readSnapshot, takeSnapshot } from "../../src/heapfile/index.ts";
import { areNumberedAlike } from "../../src/snapshot/index.ts";
import { attachToPid, type NodeTarget } from "../../src/target/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";
import { nodes, runningNode } from "../target/running-node.ts";

const folder = temporaryFolder();
const PROGRAM = `
  globalThis.kept = new Map(Array.from({ length: 5000 }, (_, i) => [i, { text: "kept " + i }]));
  setInterval(() => {}, 1000);
`;
/** Objects that come and go, so that what is numbered anew is not numbered the same by chance. */
const GROWING = `
  let last = [];
  setInterval(() => {
    last = Array.from({ length: 2000 }, (_, i) => ({ text: "new " + i }));
    for (const { text } of last.slice(0, 100)) kept.set({}, { text });
  }, 20);
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

  test("two can be compared when one attachment took them, and only then", async () => {
    const { pid } = await runningNode(node, `${PROGRAM}; ${GROWING}`);
    const file = (name: string): string => join(folder, `${name}.heapsnapshot`);
    await withTarget(pid, async (target) => {
      await takeSnapshot(target, file("first"), agreed);
      await takeSnapshot(target, file("again"), agreed);
    });
    await withTarget(pid, (target) => takeSnapshot(target, file("anew"), agreed));
    const [first, again, anew] = await Promise.all(
      ["first", "again", "anew"].map((name) => openHeap(file(name))),
    );
    expect(areNumberedAlike(first!, again!)).toBe(true);
    expect(areNumberedAlike(again!, anew!)).toBe(false);
  });

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

function command(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, "dist", "cli", "bin.js"), ...args], { encoding: "utf8" });
}

test("the command says what it will cost, what it took, and the name of the file", async () => {
  const { pid } = await runningNode(process.execPath, PROGRAM);
  const file = join(folder, "cli.heapsnapshot.gz");
  const { status, stdout, stderr } = command("snapshot", "take", String(pid), "-o", file);
  expect(stderr).toMatch(
    /^sawtooth: heap [\d.]+ MiB: it will stand still for .* and need .* more memory \(.* free of its .*\)\nsawtooth: took [\d.]+ MiB, .* packed; it stood still for about .*\n$/u,
  );
  expect(stdout).toBe(`${file}\n`);
  expect(status).toBe(0);
});

test("the command takes two for 'snapshot diff', which refuses one of another attachment", async () => {
  const { pid } = await runningNode(process.execPath, `${PROGRAM}; ${GROWING}`);
  const [before, after, anew] = ["before", "after", "later"].map((name) =>
    join(folder, `${name}.heapsnapshot`),
  ) as [string, string, string];
  const files = ["-o", before, "-o", after];
  const taken = command("snapshot", "take", String(pid), "--yes", "--again", "500ms", ...files);
  expect(taken.stdout).toBe(`${before}\n${after}\n`);
  expect(taken.stderr).toContain(`sawtooth: compare them: sawtooth snapshot diff ${before} ${after}\n`);
  const compared = command("snapshot", "diff", before, after);
  expect(compared.stdout).toMatch(/LEAK .*kept gained/u);
  expect(compared.status).toBe(1);
  await withTarget(pid, (target) => takeSnapshot(target, anew, agreed));
  const refused = command("snapshot", "diff", before, anew);
  expect(refused.stderr).toMatch(
    /^sawtooth: .*later\.heapsnapshot numbers its objects anew, .*--again 60s.*\n$/u,
  );
  expect(refused.stdout).toBe("");
  expect(refused.status).toBe(2);
});
