import { expect, test } from "vitest";
import { mapLeak } from "../../test/build/findings.ts";
import { foldBookedCoHolders } from "./booked-co-holders.ts";
import { foldCoHolders } from "./co-holders.ts";
import type { Holder, Leak, Site } from "./finding.ts";

const application = { function: "quote", file: "src/price.ts", line: 5, column: 3 };
const inPackage = { name: "memo", version: "1.2.3" };

function leakAt(
  holder: Partial<Holder>,
  site: Partial<Site> | null,
  perSecond: number,
  parts: Partial<Leak> = {},
): Leak {
  return {
    ...mapLeak,
    holder: { ...mapLeak.holder!, ...holder },
    site: site === null ? null : { ...mapLeak.site!, ...site },
    entries: { ...mapLeak.entries!, perSecond },
    ...parts,
  };
}

function named(leaks: readonly Leak[]): (string | string[])[] {
  return leaks.map(({ holder, alsoHeldBy }) =>
    alsoHeldBy === undefined ? holder!.name : [holder!.name, ...alsoHeldBy.map(({ name }) => name)],
  );
}

const keys = leakAt({ name: "keys" }, { file: "memo/a.js", line: 1, application }, 20, {
  package: inPackage,
});
const values = leakAt({ name: "values" }, { file: "memo/b.js", line: 9, application }, 40.5, {
  package: inPackage,
});

test("tables of a package that fill by one call of the application are one leak", () => {
  expect(named(foldCoHolders([keys, values]))).toEqual([["keys", "values"]]);
});

test("growth of another rate, from another line, or of the application's own collections stays apart", () => {
  const elsewhere = { ...values, site: { ...values.site!, application: { ...application, line: 8 } } };
  const faster = { ...values, entries: { ...values.entries!, perSecond: 30 } };
  const own = leakAt({ name: "orders", path: "orders" }, { line: 7 }, 20);
  const ownToo = leakAt({ name: "users", path: "shop.users" }, { line: 7 }, 20);
  for (const pair of [
    [keys, elsewhere],
    [keys, faster],
    [own, ownToo],
  ])
    expect(foldCoHolders(pair)).toEqual(pair);
});

test("a handle whose maker was seen comes before the timer that goes with it, and has its size", () => {
  const timer = leakAt({ name: "timers of 5000 ms", kind: "timers", file: null }, null, 18);
  const socket = leakAt({ name: "Socket", kind: "handles", file: null }, { line: 3 }, 18.2, {
    bytes: { retained: null, perEntry: null, perHour: null },
    forecast: null,
  });
  const folded = foldCoHolders([timer, socket]);
  expect(named(folded)).toEqual([["Socket", "timers of 5000 ms"]]);
  expect(folded[0]!.bytes).toEqual(timer.bytes);
});

test("two fields of one object with copies of the same are one leak, the one with a site first", () => {
  const current = leakAt({ name: "current", path: "store.current" }, null, 7);
  const next = leakAt({ name: "next", path: "store.next" }, { seenBy: "source text" }, 7.1);
  expect(named(foldCoHolders([current, next]))).toEqual([["next", "current"]]);
});

test("what hangs on the same variable and was not seen being filled goes with what was", () => {
  const cache = leakAt({ name: "_cache", path: "ajv._cache", file: "ajv/core.js" }, { application }, 9, {
    package: inPackage,
  });
  const schema = leakAt({ name: "schema", path: "ajv.scope.schema", file: "src/a.js" }, null, 9);
  expect(named(foldCoHolders([schema, cache]))).toEqual([["_cache", "schema"]]);
});

test("what was booked to each of several holders is the sum", () => {
  const booked = (name: string, perEntry: number, explained: number): Leak =>
    leakAt({ name, path: `ajv.${name}`, file: "lib/core.ts" }, null, 10, {
      bytes: { retained: 1000, perEntry, perHour: perEntry * 36_000 },
      entries: { ...mapLeak.entries!, before: 100, after: 600, perSecond: 10 },
      explained,
    });
  const [leak, ...others] = foldBookedCoHolders([booked("_cache", 500, 0.3), booked("refs", 40, 0.1)]);
  expect(others).toEqual([]);
  expect(leak).toMatchObject({
    bytes: { retained: 540 * 500, perEntry: 540, perHour: 540 * 36_000 },
    alsoHeldBy: [{ name: "refs" }],
  });
  expect(leak!.explained).toBeCloseTo(0.4);
});

test("what belongs to entries of one that grows goes with it, the same place told once", () => {
  const outer = leakAt({ name: "observers", path: "stock.observers" }, { line: 3 }, 8);
  const [one, two] = [400, 700].map((perSecond) =>
    leakAt({ name: "seen", path: "seen", line: 12 }, { line: 12 }, perSecond),
  ) as [Leak, Leak];
  const within = new Map([one, two].map(({ holder }) => [holder!, outer.holder!]));
  expect(named(foldCoHolders([one, two, outer], within))).toEqual([["observers", "seen"]]);
  expect(named(foldCoHolders([one, two, outer]))).toEqual(["seen", "seen", "observers"]);
});

test("timers of a package go with what else it keeps of the same call", () => {
  const signal = leakAt(
    { name: "abort", kind: "listeners" },
    { file: "memo/a.js", line: 4, application },
    50,
    {
      package: inPackage,
    },
  );
  const timers = leakAt(
    { name: "timers of 5000 ms", kind: "timers", file: null },
    { file: "memo/a.js", line: 9, application: null, seenBy: "callback location" },
    50,
    { package: inPackage },
  );
  expect(named(foldCoHolders([signal, timers]))).toEqual([["abort", "timers of 5000 ms"]]);
  const ofAnother = { ...timers, package: { name: "other", version: null } };
  expect(named(foldCoHolders([signal, ofAnother]))).toEqual(["abort", "timers of 5000 ms"]);
});

test("of parts of one object the one whose inserts were seen comes first, with the size of the largest", () => {
  const byKey = leakAt(
    { name: "#keys", path: "cache.#keys", kind: "Map" },
    { line: 5, seenBy: "sampled inserts" },
    20,
  );
  const slots = leakAt(
    { name: "#values", path: "cache.#values", kind: "Array" },
    { line: 8, seenBy: "allocation profile" },
    20,
    { bytes: { ...byKey.bytes, perHour: (byKey.bytes.perHour ?? 0) * 9 } },
  );
  const folded = foldCoHolders([slots, byKey]);
  expect(named(folded)).toEqual([["#keys", "#values"]]);
  expect(folded[0]!.bytes).toEqual(slots.bytes);
});

test("two variables of one module that grow alike in two snapshots are two leaks", () => {
  const pair = ["sessions", "byId"].map((name) => leakAt({ name, path: name }, null, 20));
  expect(foldBookedCoHolders(pair)).toEqual(pair);
});
