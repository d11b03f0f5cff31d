import { expect, test } from "vitest";
import type { Holder, Site } from "./finding.ts";
import { remedyFor, type Lifetime, type RemedyFacts } from "./remedy.ts";

const holder: Holder = {
  name: "sessions",
  path: "sessions",
  kind: "Map",
  scope: "module scope",
  className: null,
  file: "src/registry.ts",
  line: 12,
  excerpt: null,
};

const site: Site = {
  function: "open",
  file: "src/registry.ts",
  line: 41,
  column: 3,
  share: 1,
  excerpt: null,
  application: null,
  callers: [],
  others: [],
  seenBy: "sampled inserts",
};

const lifetime: Lifetime = {
  owner: "socket",
  event: "close",
  listen: "once",
  key: "id",
  file: "src/registry.ts",
  line: 41,
  inClass: true,
  handler: null,
};

/** The remedy, an advice and its code to a line. */
function remedy(facts: Partial<RemedyFacts>): string {
  const all = { holder, site, lifetime: null, removals: [], removed: null, package: null, ...facts };
  const { advice, code } = remedyFor(all);
  expect(code).toHaveLength(advice.length);
  return advice.map((text, index) => (code[index] === "" ? text : `${text}\n  ${code[index]}`)).join("\n");
}

test("an insert whose reason ends with a socket is undone when it closes", () => {
  expect(remedy({ lifetime })).toMatchInlineSnapshot(`
    "Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => sessions.delete(id))
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      const sessions = new BoundedMap({ max: 10_000, ttl: "30m" })"
  `);
});

test("of a chain no call is told that it does not have", () => {
  const chain: Holder = { ...holder, kind: "chain" };
  const facts = { holder: chain, site, lifetime, removals: [], removed: null, package: null };
  const { code } = remedyFor(facts);
  expect(code).toEqual(["", ""]);
});

test("where a listener for the end is there already, the removal goes into it", () => {
  expect(remedy({ lifetime: { ...lifetime, handler: { line: 50 } } })).toMatchInlineSnapshot(`
    "Remove the entry when its socket ends, in the 'close' listener at src/registry.ts:50:
      sessions.delete(id)
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      const sessions = new BoundedMap({ max: 10_000, ttl: "30m" })"
  `);
});

test("outside its class a private field cannot be named: where the removal belongs is said, and no code", () => {
  const carts: Holder = { ...holder, path: "shop.#carts", name: "#carts" };
  const outside = { ...lifetime, inClass: false };
  expect(remedy({ holder: carts, lifetime: outside })).toContain(
    "Remove the entry when its socket ends, beside src/registry.ts:41.\n",
  );
  expect(remedy({ holder: carts, lifetime })).toContain(
    '  socket.once("close", () => this.#carts.delete(id))',
  );
  expect(remedy({ lifetime: outside })).toContain('  socket.once("close", () => sessions.delete(id))');
});

test("an AbortSignal is listened to in its own way", () => {
  expect(
    remedy({
      lifetime: { ...lifetime, owner: "signal", event: "abort", listen: "addEventListener", key: null },
    }),
  ).toMatchInlineSnapshot(`
    "Remove the entry when its signal ends, beside src/registry.ts:41:
      signal.addEventListener("abort", () => sessions.delete(key), { once: true })
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      const sessions = new BoundedMap({ max: 10_000, ttl: "30m" })"
  `);
});

test("without a lifetime in sight, what to do is said in general", () => {
  expect(remedy({})).toMatchInlineSnapshot(`
    "Remove each entry when what it was added for has ended; nothing in src/registry.ts removes any now.
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      const sessions = new BoundedMap({ max: 10_000, ttl: "30m" })"
  `);
  expect(remedy({ holder: { ...holder, file: null } })).not.toContain("null");
});

test("a removal that is there is named, and whether it was seen to run", () => {
  const removals = [
    { file: "src/registry.ts", line: 60 },
    { file: "src/registry.ts", line: 72 },
  ];
  const said = [null, 12, 0].map((removed) => remedy({ removals, removed }).split("\n")[0]);
  expect([...said, remedy({ removals: removals.slice(0, 1), removed: 0 })].join("\n")).toMatchInlineSnapshot(`
    "Entries are removed at src/registry.ts:60, src/registry.ts:72, but not as many as come: make it run on every path, errors and aborts included.
    Entries are removed at src/registry.ts:60, src/registry.ts:72, but only 12 went while more came: find the path that leaves without removing.
    The removals at src/registry.ts:60, src/registry.ts:72 never ran while watched: make them run on every path, errors and aborts included.
    The removal at src/registry.ts:60 never ran while watched: make it run on every path, errors and aborts included.
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      const sessions = new BoundedMap({ max: 10_000, ttl: "30m" })"
  `);
});

test("each kind of collection is emptied in its own way", () => {
  const holders: Pick<Holder, "kind" | "path" | "name">[] = [
    { kind: "Set", path: "Pool.live", name: "live" },
    { kind: "Array", path: "log", name: "log" },
    { kind: "object", path: "cache.byId", name: "byId" },
    { kind: "Map", path: "pool.#waiting", name: "#waiting" },
    { kind: "Array", path: "pool.#idle", name: "#idle" },
    { kind: "Array", path: "pools[…].idle", name: "idle" },
  ];
  const said = holders.map((each) =>
    remedy({ holder: { ...holder, ...each, scope: "class Pool" }, lifetime }),
  );
  expect(said.join("\n\n")).toMatchInlineSnapshot(`
    "Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => Pool.live.delete(id))
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      live = new BoundedSet({ max: 10_000, ttl: "30m" })

    Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => log.splice(log.indexOf(id) >>> 0, 1))
    Or keep only the newest entries, or hand them on in batches and empty the array:
      if (log.length > 10_000) log.splice(0, log.length - 10_000)

    Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => delete cache.byId[id])
    Or bound it: a maximum size, or a time after which entries go.

    Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => this.#waiting.delete(id))
    Or bound it (sawtooth/bounded), so that old entries go when new ones come:
      #waiting = new BoundedMap({ max: 10_000, ttl: "30m" })

    Remove the entry when its socket ends, beside src/registry.ts:41:
      socket.once("close", () => this.#idle.splice(this.#idle.indexOf(id) >>> 0, 1))
    Or keep only the newest entries, or hand them on in batches and empty the array:
      if (this.#idle.length > 10_000) this.#idle.splice(0, this.#idle.length - 10_000)

    Remove the entry when its socket ends, beside src/registry.ts:41.
    Or keep only the newest entries, or hand them on in batches and empty the array."
  `);
});

test("listeners of emitters and of abort signals are taken off", () => {
  const holders: Partial<Holder>[] = [
    { path: "bus._events.message", name: "message" },
    { path: "bus._events[…]", name: "user joined" },
    { path: "controller.signal._events.abort", name: "abort", className: "AbortSignal" },
  ];
  const said = holders.map((each) => remedy({ holder: { ...holder, kind: "listeners", ...each } }));
  expect(said.join("\n\n")).toMatchInlineSnapshot(`
    "Take each listener off again when the work that added it is done; bus lives on and keeps every one:
      bus.off("message", listener)
    Or add one listener once, outside the code that runs for each request.

    Take each listener off again when the work that added it is done; bus lives on and keeps every one:
      bus.off("user joined", listener)
    Or add one listener once, outside the code that runs for each request.

    Take each listener off again when the work that added it is done; controller.signal lives on and keeps every one:
      controller.signal.removeEventListener("abort", listener)
    Or add one listener once, outside the code that runs for each request."
  `);
});

test("timers are cleared near where they are set", () => {
  const timers: Holder = { ...holder, kind: "timers", name: "timers of 500 ms", path: "timers of 500 ms" };
  expect(remedy({ holder: timers })).toMatchInlineSnapshot(`
    "Clear the timer set near src/registry.ts:41 as soon as what it waits for has happened; a waiting timer keeps its callback and all that it closes over:
      const timer = setTimeout(onTimeout, ms); try { await work() } finally { clearTimeout(timer) }"
  `);
  expect(remedy({ holder: timers, site: null })).toMatch(/^Clear the timer set as soon as/);
});

test("in a package, the package is named and the call that leads there", () => {
  const application = { function: "handle", file: "src/app.ts", line: 7, column: 1 };
  expect(remedy({ package: "leaky@1.2.3", site: { ...site, application } })).toMatchInlineSnapshot(
    `"The code that adds is in leaky@1.2.3: look for a newer version, for an option that bounds it, or for the call that releases what it keeps. Your code calls it at src/app.ts:7."`,
  );
});

test("entries of a scoped map stay only where owners do not end", () => {
  const said = remedy({ holder: { ...holder, className: "ScopedMap" } });
  expect(said).toMatch(/^Its entries go when what they belong to ends, and that does not happen: /);
  expect(said).toContain('const sessions = new ScopedMap({ idle: "30m" })');
});

test("what hangs in entries, a text, bytes and what Node.js keeps have advice of their own", () => {
  const said = (changes: Partial<Holder>): string =>
    remedy({ holder: { ...holder, ...changes }, lifetime: null, removals: [], site: null });
  const all = [
    said({ path: "rooms[…]", name: "rooms", kind: "Set" }),
    said({ path: "audit.#text", name: "#text", kind: "string" }),
    said({ path: "log", name: "log", kind: "buffers" }),
    said({ path: "resourceTimingBuffer", kind: "Array", file: "node:internal/perf/observe" }),
    said({ path: "gcPersistentSignals", kind: "Set", file: "node:internal/abort_controller" }),
    said({ path: "door.then(…)", kind: "promise" }),
  ];
  expect(all.join("\n\n")).toMatchInlineSnapshot(`
    "Remove each entry when what it was added for has ended; nothing in src/registry.ts removes any now.
    Or bound each of them (sawtooth/bounded), so that old entries go when new ones come:
      new BoundedSet({ max: 10_000, ttl: "30m" })

    Write the text out as it comes, to a log or a file, or keep its end only:
      if (this.#text.length > 1_000_000)
      this.#text = this.#text.slice(-100_000)

    Hand the bytes on as they come, or keep the last ones only, in a buffer of fixed size.

    Node.js keeps these until they are cleared: clear them now and then, where they are read:
      performance.clearResourceTimings()

    Node.js itself keeps these: look for what your program opens or starts and never ends.

    What waits for a promise cannot be taken off it again: door stays pending and keeps the callbacks and results of every await, then and Promise.race.
    Wait for a signal instead, and take the listener off when the work is done:
      signal.addEventListener("abort", stop);
    try { await work(); } finally { signal.removeEventListener("abort", stop); }"
  `);
});
