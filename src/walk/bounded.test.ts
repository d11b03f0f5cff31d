import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BoundedArray, BoundedMap, BoundedSet, registry, ScopedMap } from "#bounded";
import { addedFields, BoundedCollections, kindOfBounded, limitOfBounded } from "./bounded.ts";

test("collections of sawtooth/bounded are known in the process they are in, by what they are", () => {
  class Sessions extends BoundedMap<string, number> {}
  const made = [
    new BoundedMap({ max: 10 }),
    new Sessions({ max: 10 }, [["a", 1]]),
    new BoundedMap({ maxBytes: 100, sizeOf: () => 1 }),
    BoundedMap.unbounded({ reason: "few", warnAt: 7 }),
    new ScopedMap({ max: 5 }),
    new ScopedMap(),
    new BoundedSet({ max: 10 }),
    new BoundedArray({ max: 10 }),
  ];
  const collections = new BoundedCollections();
  const said = made.map((each) => {
    const bounded = collections.of(each)!;
    const limit = limitOfBounded(bounded);
    return `${kindOfBounded(bounded)} ${bounded.size} ${limit?.name}=${limit?.value} ${limit?.declared?.kind}`;
  });
  expect(said).toEqual([
    "Map 0 max=10 bounded",
    "Map 1 max=10 bounded",
    "Map 0 maxBytes=100 bounded",
    "Map 0 warnAt=7 unbounded",
    "Map 0 max=5 bounded",
    "Map 0 undefined=undefined undefined",
    "Set 0 max=10 bounded",
    "Array 0 max=10 bounded",
  ]);
});

test("a plain Map stays what it is, watched or not, and so does a lookalike", () => {
  const map = new Map();
  registry.watch(map, { name: "plain" });
  const collections = new BoundedCollections();
  expect(collections.of(map)).toBeNull();
  expect(collections.of(Object.create(BoundedMap.prototype) as object)).toBeNull();
});

test.each(["map", "set", "array"])("the private fields of a bounded %s are known to be ours", (kind) => {
  expect(addedFields(fieldsOf(`bounded-${kind}.ts`))).toEqual([]);
});

test("the private fields of a scoped map are known to be ours, and one of a subclass is not", () => {
  const fields = fieldsOf("scoped-map.ts");
  expect(fields.length).toBeGreaterThan(3);
  expect(addedFields([...fields, ["#entries", 1], ["#byName", 2]])).toEqual([
    ["#entries", 1],
    ["#byName", 2],
  ]);
});

/** The private fields that a class declares in its source. */
function fieldsOf(file: string): [string, null][] {
  const text = readFileSync(join(import.meta.dirname, "../bounded", file), "utf8");
  const [, body] = /\nexport class ([^]*?)\n\}\n/.exec(text)!;
  return [...body!.matchAll(/^ {2}(?:readonly )?(#\w+)(?:: |\?: | = )/gm)].map(([, name]) => [name!, null]);
}
