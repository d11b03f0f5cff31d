import { expect, test } from "vitest";
import { capacityAmong, numericFields, slotsAmong } from "./capacity.ts";

test.each([
  ["max", 500],
  ["_max", 500],
  ["limit", 100],
  ["maxSize", 1000],
  ["maxEntries", 1000],
  ["max_entries", 1000],
  ["MAX_SESSIONS", 64],
  ["cacheLimit", 10],
  ["capacity", 16],
  ["CACHE_CAPACITY", 16],
  ["#max", 16],
])("%s of %i bounds a collection", (name, value) => {
  expect(capacityAmong([[name, value]])).toEqual({ name, value });
});

test.each([
  ["maxAge", 1000],
  ["maxListeners", 10],
  ["_maxListeners", 10],
  ["maxRetries", 3],
  ["maxBytes", 1_000_000],
  ["maxBufferedChunks", 262_144],
  ["maxHeaderSize", 16_384],
  ["maxDelayMs", 50],
  ["timeLimit", 50],
  ["ttl", 60],
  ["maximal", "500"],
  ["max", "500"],
  ["max", 1],
  ["max", 2.5],
  ["max", Infinity],
  ["max", 500n],
  ["climax", 500],
  ["count", 500],
  ["size", 500],
])("%s of %s does not", (name, value) => {
  expect(capacityAmong([[name, value]])).toBeNull();
});

test("the first of several limits counts", () => {
  const fields = { size: 3, max: 100, limit: 200 };
  expect(capacityAmong(numericFields(fields, Object.keys(fields)))).toEqual({ name: "max", value: 100 });
});

test("limits are looked for in an object's options too, and nowhere behind getters or Proxies", () => {
  const ran = (): never => {
    throw new Error("ran");
  };
  const among = (object: object): unknown => capacityAmong(numericFields(object, Object.keys(object)));
  expect(among({ options: { max: 50 } })).toEqual({ name: "max", value: 50 });
  expect(among({ _opts: { limit: 50 } })).toEqual({ name: "limit", value: 50 });
  expect(among({ other: { max: 50 } })).toBeNull();
  expect(among({ options: new Map([["max", 50]]) })).toBeNull();
  expect(among({ options: new Proxy({}, { ownKeys: ran, get: ran }) })).toBeNull();
  expect(among(Object.defineProperty({}, "max", { get: ran, enumerable: true }))).toBeNull();
});

test("arrays of one length that link entries say for how many a table is made, whatever they are called", () => {
  const table: [string, unknown][] = [
    ["#a", 7],
    ["#b", new Map()],
    ["#c", Array.from({ length: 500 })],
    ["#d", new Uint16Array(500)],
    ["#e", new Uint16Array(500)],
  ];
  expect(slotsAmong(table)).toEqual({ name: "slots", value: 500 });
  for (const one of ["#c", "#e"]) expect(slotsAmong(table.filter(([name]) => name !== one))).toBeNull();
  expect(
    slotsAmong([
      ["#c", [1]],
      ["#d", new Uint8Array(1)],
      ["#e", new Uint8Array(1)],
    ]),
  ).toBeNull();
});
