import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BoundedArray, BoundedError, BoundedMap, registry } from "#bounded";

test("plain collections and caches can be watched, and tell what they can", () => {
  const map = new Map([[1, 1]]);
  const cache = { size: 3, max: 10 };
  registry.watch(map, { name: "plain", warnAt: 2 });
  registry.watch(new Set([1]), { name: "kept by nobody" });
  registry.watch([1, 2], { name: "list" });
  registry.watch(cache, { name: "cache" });
  expect(registry.statsOf(map)).toMatchObject({
    name: "plain",
    kind: "Map",
    size: 1,
    max: null,
    hitRatio: null,
  });
  expect(registry.statsOf(cache)).toMatchObject({ kind: "cache", size: 3, max: 10 });
  // @ts-expect-error -- nothing to count
  expect(() => registry.watch({}, { name: "nothing" })).toThrow(BoundedError);
});

test("a watched collection that has come to its warnAt is told of once, when somebody lists", async () => {
  const told: string[] = [];
  const off = registry.on("warn", ({ name, size }) => told.push(`${name} ${size}`));
  const list: number[] = [];
  registry.watch(list, { name: "growing", warnAt: 2 });
  for (let n = 0; n < 4; n++) {
    list.push(n);
    registry.list();
    await Promise.resolve();
  }
  off();
  expect(told).toEqual(["growing 2"]);
});

test("a collection that is disposed of is no longer listed", () => {
  const names = (): string[] => registry.list().map(({ name }) => name);
  const [map, list] = [
    new BoundedMap({ max: 1, name: "short-lived map" }),
    new BoundedArray({ max: 1, name: "short-lived list" }),
  ];
  expect(names()).toEqual(expect.arrayContaining(["short-lived map", "short-lived list"]));
  map[Symbol.dispose]();
  list[Symbol.dispose]();
  expect(names()).not.toContain("short-lived map");
  expect(names()).not.toContain("short-lived list");
});

/** Runs a program of its own against the built package. */
function run(text: string): string {
  const bounded = join(import.meta.dirname, "../../dist/bounded/index.js");
  const program = `import { BoundedMap, registry } from ${JSON.stringify(bounded)};\n${text}`;
  return execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], {
    encoding: "utf8",
    timeout: 20_000,
  });
}

test("a process with entries that would expire in an hour ends when it has nothing else to do", () => {
  expect(run(`new BoundedMap({ max: 3, ttl: "1h" }, [[1, 1]]); console.log("done");`)).toBe("done\n");
});

test("collections that nobody holds are collected, and so is what the list knows of them", () => {
  const text = `
    for (let n = 0; n < 5000; n++) new BoundedMap({ max: 3, ttl: "1h", name: "m" }, [[1, {}]]);
    for (let turn = 0; turn < 50 && registry.list().length > 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5)); gc();
    }
    console.log(registry.list().length);`;
  expect(run(text)).toBe("0\n");
});

test("two copies of the package share one list", () => {
  const copy = mkdtempSync(join(tmpdir(), "sawtooth-bounded-"));
  try {
    cpSync(join(import.meta.dirname, "../../dist/bounded"), copy, { recursive: true });
    writeFileSync(join(copy, "package.json"), '{ "type": "module" }');
    const text = `
      const other = await import(${JSON.stringify(join(copy, "index.js"))});
      new BoundedMap({ max: 3, name: "one" });
      new other.BoundedMap({ max: 3, name: "another" });
      console.log(other.BoundedMap === BoundedMap, registry.list().map(({ name }) => name).join(", "));`;
    expect(run(text)).toBe("false one, another\n");
  } finally {
    rmSync(copy, { recursive: true });
  }
});
