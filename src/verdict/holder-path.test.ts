import fc from "fast-check";
import { expect, test } from "vitest";
import { holderPath, isWithin, type PathStep } from "./holder-path.ts";

/** `module pool:Pool > private #waiting` as steps: kind, name and, after a colon, the class arrived at. */
function steps(text: string): PathStep[] {
  return text.split(" > ").map((part) => {
    const [, kind, name, className] = /^(\w+) ?(.*?)(?::(\w+))?$/.exec(part)!;
    return { kind: kind!, name: name!, className: className ?? "" };
  });
}

test.each([
  ["module sessions", "sessions", "sessions", "module scope"],
  ["module state > property sessions", "sessions", "state.sessions", "module scope"],
  ["module pool:Pool > private #waiting", "#waiting", "pool.#waiting", "class Pool"],
  ["module Pool:Pool > property live", "live", "Pool.live", "class Pool"],
  ["module Pool:Pool > private #open", "#open", "Pool.#open", "class Pool"],
  ["module rooms > element > property members", "members", "rooms[…].members", "module scope"],
  ["module rooms > key > property members", "members", "rooms[…].members", "module scope"],
  ["module bus:Bus > listeners message", "message", "bus._events.message", "class Bus"],
  ["module bus > symbol [Symbol(kept)]", "[Symbol(kept)]", "bus[Symbol(kept)]", "module scope"],
  ["module ready > result", "ready", "ready", "module scope"],
  ["module ready > result > property rows", "rows", "ready.rows", "module scope"],
  ["exports /app/a.js > property cache", "cache", "exports.cache", "module exports"],
  ["namespace file:///app/a.mjs > property cache", "cache", "exports.cache", "module exports"],
  ["exports /app/a.js", "exports", "exports", "module exports"],
  ["global cache", "cache", "globalThis.cache", "globalThis"],
  ["global [Symbol(cache)]", "[Symbol(cache)]", "globalThis[Symbol(cache)]", "globalThis"],
  ["builtin process > listeners exit", "exit", "process._events.exit", "process"],
  ["handle :Server > listeners request", "request", "Server._events.request", "Server"],
  ["handle > property sockets", "sockets", "handle.sockets", "the event loop"],
  ["timers 30000", "timers of 30000 ms", "timers of 30000 ms", "the timers of this process"],
  ["timers 500 > element > property rows", "rows", "timers of 500 ms.rows", "the timers of this process"],
  ["module make > closure store", "store", "store", "closure"],
  [
    "module controller:AbortController > private #signal:AbortSignal > listeners abort",
    "abort",
    "controller.signal._events.abort",
    "class AbortSignal",
  ],
  [
    "module pool:Pool > prototype > property constructor:Pool > property live",
    "live",
    "Pool.live",
    "class Pool",
  ],
  ["module call > bound BoundThis:Queue > property jobs", "jobs", "call (bound).jobs", "class Queue"],
  ["module getter > accessor rows > closure cache", "cache", "cache", "closure"],
  ["module Pool > prototype > property shared", "shared", "Pool.prototype.shared", "module scope"],
])("%s is named %s and written %s in %s", (text, name, path, scope) => {
  expect(holderPath(steps(text))).toMatchObject({ name, path, scope });
});

test("a closure's variable begins the path, and what led there is told apart", () => {
  expect(holderPath(steps("module api > property handlers > element > closure seen > property ids"))).toEqual(
    {
      name: "ids",
      path: "seen.ids",
      scope: "closure",
      className: null,
      via: "api.handlers[…]",
    },
  );
  expect(holderPath(steps("module sessions")).via).toBeNull();
});

test("keys that are data are not shown", () => {
  for (const key of ["user-4711", "ann@example.org", "192.0.2.7:8080", "id 20481", "", "x".repeat(80)]) {
    const { path, name } = holderPath([
      { kind: "module", name: "rooms", className: "" },
      { kind: "property", name: key, className: "" },
      { kind: "property", name: "members", className: "" },
    ]);
    expect({ path, name }).toEqual({ path: "rooms[…].members", name: "members" });
  }
});

const names = fc.constantFrom("sessions", "#waiting", "user-4711", "constructor", "[Symbol(a)]", "größe", "");
const classes = fc.constantFrom("", "Pool", "AbortController");
const root = fc.oneof(
  fc.record({
    kind: fc.constantFrom("module", "global"),
    name: fc.constantFrom("store", "größe", "$"),
    className: classes,
  }),
  fc.record({
    kind: fc.constantFrom("exports", "namespace"),
    name: fc.constant("/app/a.js"),
    className: classes,
  }),
  fc.constant({ kind: "handle", name: "", className: "" }),
  fc.constant({ kind: "builtin", name: "process", className: "process" }),
  fc.constant({ kind: "timers", name: "500", className: "" }),
);
const onward = fc.oneof(
  fc.record({
    kind: fc.constantFrom("property", "accessor", "private", "listeners"),
    name: names,
    className: classes,
  }),
  fc.record({
    kind: fc.constantFrom("element", "key", "prototype"),
    name: fc.constant(""),
    className: classes,
  }),
  fc.constant({ kind: "symbol", name: "[Symbol(kept)]", className: "" }),
  fc.record({ kind: fc.constant("closure"), name: fc.constant("cache"), className: classes }),
  fc.record({
    kind: fc.constantFrom("bound"),
    name: fc.constantFrom("BoundThis", "BoundArgs"),
    className: classes,
  }),
  fc.record({ kind: fc.constant("result"), name: fc.constant("PromiseResult"), className: classes }),
);

test("whatever the steps, there is a name, a path and a scope, and nothing undefined in them", () => {
  fc.assert(
    fc.property(root, fc.array(onward, { maxLength: 6 }), (first, rest) => {
      const written = holderPath([first, ...rest]);
      for (const text of [written.name, written.path, written.scope]) {
        expect(text).not.toBe("");
        expect(text).not.toMatch(/undefined|null/);
      }
      expect(written.path).not.toMatch(/^\.|\.\.|4711/);
      if (written.via !== null) expect(written.via).not.toBe("");
    }),
    { numRuns: 3000 },
  );
});

test.each([
  [
    "module subject > property observers > element > closure seen",
    "module subject > property observers",
    true,
  ],
  ["module hub > property 17 > property queue", "module hub", true],
  ["module hub > property all > property 17 > property queue", "module hub > property all", true],
  ["module usage > element", "module usage", false],
  ["module a > property b > element > property c", "module a > property other", false],
])("%s belongs to entries of %s: %s", (inner, outer, expected) => {
  expect(isWithin(steps(inner), steps(outer))).toBe(expected);
});
