import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeHeapSnapshot } from "node:v8";
import { gzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";
import { buildGraph, type Snapshot } from "#snapshot";
import { indexPath, openHeap, openIndexFile, readSnapshot, writeIndex, writtenAt } from "./index.ts";

const folder = temporaryFolder();
const own = writeHeapSnapshot(join(folder, "own.heapsnapshot"));
const bytes = readFileSync(own);
const whole = await readSnapshot(own, { threads: 1 });
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** All columns as bytes, which are quick to compare. */
function columns({ nodes, edges, strings, locations }: Snapshot): Record<string, Uint8Array> {
  const { types, names, ids, selfSizes, firstEdges } = nodes;
  const { count, ...places } = locations;
  const all = {
    types,
    names,
    ids,
    selfSizes,
    firstEdges,
    ends: edges.ends,
    edgeNames: edges.names,
    ...places,
  };
  const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const named = Object.entries(all).map(([name, column]) => [name, bytesOf(column)] as const);
  return { ...Object.fromEntries(named), strings: strings.bytes, count: Uint8Array.of(count) };
}

function expectSame(snapshot: Snapshot): void {
  const expected = columns(whole);
  for (const [name, column] of Object.entries(columns(snapshot)))
    expect(Buffer.compare(column, expected[name]!), name).toBe(0);
}

describe("the same snapshot comes", () => {
  test("from two threads, which meet somewhere in the edges", async () => {
    const snapshot = await readSnapshot(own, { threads: 2 });
    expect(snapshot.edges.ends.buffer).toBeInstanceOf(SharedArrayBuffer);
    expectSame(snapshot);
  });

  test("from gzip", async () => {
    expectSame(await readSnapshot(file("own.gz", gzipSync(bytes, { level: 1 }))));
  });

  const zstd = Reflect.get(zlib, "zstdCompressSync") as ((data: Uint8Array) => Uint8Array) | undefined;
  test.runIf(zstd)("from zstd", async () => {
    expectSame(await readSnapshot(file("own.zst", zstd!(bytes))));
  });

  test("from an index, and from one beside the file as long as that has not changed", async () => {
    const graph = buildGraph(whole);
    const path = file("indexed.heapsnapshot", bytes);
    const index = indexPath(path);
    expect(writeIndex(index, graph, { source: path })).toBe(statSync(index).size);
    expect(statSync(index).size).toBeLessThan(bytes.length / 2);
    expectSame((await openHeap(index)).snapshot);
    const beside = await openHeap(path);
    expect(beside.constructor.name).toBe("IndexedGraph");
    expect(
      Buffer.from(beside.dominators.slice().buffer).equals(Buffer.from(graph.dominators.slice().buffer)),
    ).toBe(true);
    utimesSync(path, 1, 1);
    expect((await openHeap(path)).constructor.name).toBe("HeapGraph");
    writeFileSync(index, readFileSync(index).subarray(0, 5000));
    expect((await openHeap(path)).constructor.name).toBe("HeapGraph");
    expect(() => openIndexFile(index)).toThrow(`${index} is not a usable index: it is cut off: delete it`);
  });
});

test("the time of an index is that of the snapshot it was made from", () => {
  const path = file("timed.heapsnapshot", bytes);
  utimesSync(path, 1000, 1000);
  const graph = buildGraph(whole);
  for (const [index, source] of [["timed.sawidx", path] as const, ["piped.sawidx"] as const]) {
    writeIndex(join(folder, index), graph, source === undefined ? {} : { source });
    expect(writtenAt(join(folder, index))).toEqual(source === undefined ? null : new Date(1_000_000));
  }
  expect(writtenAt(path)).toEqual(new Date(1_000_000));
  expect(writtenAt("-")).toBeNull();
});

test("a pipe is read as it comes", async () => {
  const script = `
    import { readSnapshot } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    const { nodes, edges } = await readSnapshot("-");
    console.log(nodes.count, edges.count);
  `;
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import=tsx", "--input-type=module", "-e", script],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: ["pipe", "pipe", "inherit"] },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(gzipSync(bytes, { level: 1 }));
  await once(child, "close");
  expect(output).toBe(`${whole.nodes.count} ${whole.edges.count}\n`);
});

describe("what cannot be read is told in one line with the name of the file", () => {
  test.each([
    ["empty", "", "is empty (0 bytes): take it again"],
    ["cut", bytes.subarray(0, 500_000), "is cut off: it "],
    ["cut.gz", gzipSync(bytes).subarray(0, 100_000), "is cut off in its compressed data"],
    ["damaged.gz", gzipSync(bytes).fill(7, 5000, 6000), "is damaged"],
    ["text", "hello", 'is not a heap snapshot: it begins with "hello": give a'],
  ])("%s", async (name, content, message) => {
    const path = file(name, content);
    await expect(readSnapshot(path)).rejects.toThrow(`${path} ${message}`);
    await expect(readSnapshot(path)).rejects.toThrow(/^[^\n]+$/u);
  });

  test("a file that is not there, and a folder", async () => {
    await expect(openHeap(join(folder, "nothing"))).rejects.toThrow(
      "nothing: there is no such file: check its name",
    );
    await expect(openHeap(folder)).rejects.toThrow("it is a folder: give the .heapsnapshot file in it");
  });

  test("a file that only the slow way can tell what is wrong with, with two threads", async () => {
    const broken = Buffer.from(bytes);
    const at = Math.floor(bytes.indexOf('"edges"') * 1.4);
    broken[at] = "x".charCodeAt(0);
    await expect(readSnapshot(file("broken", broken), { threads: 2 })).rejects.toThrow(
      `is damaged at byte ${at}`,
    );
  });
});

test("an index is written whole or not at all", () => {
  const target = join(folder, "no such folder", "x.sawidx");
  expect(() => writeIndex(target, buildGraph(whole))).toThrow("there is no such folder");
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("reading can be given up", async () => {
  const controller = new AbortController();
  controller.abort(new Error("given up"));
  await expect(
    readSnapshot(file("again.gz", gzipSync(bytes)), { signal: controller.signal }),
  ).rejects.toThrow();
});
