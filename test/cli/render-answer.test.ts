import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "#verdict";
import { findingJson, renderFinding } from "../../src/face/render-finding.ts";
import { evidence, finding, holder, mapLeak, memory, textAt as at, unexplained } from "../build/findings.ts";

const MIB = 2 ** 20;

const healthy: Partial<Finding> = {
  leaks: [],
  memory: { ...memory(61, 0.1), perHour: { low: -4 * MIB, middle: 0.2 * MIB, high: 5 * MIB } },
};
const cutShort = { startedAt: "2026-11-22T03:04:05.000Z", seconds: 22.4, looks: 11, endedEarly: true };

describe("on a page of 80 columns", () => {
  test("no leak is a calm answer with its evidence", () => {
    expect(at(80, healthy)).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       OK  nothing leaks, as far as 60 s can tell

       seen       Of 1 312 collections, none kept growing without a bound.
       memory     ▇▇▇▇▆█▆█▆█▇█▇█▇▇▇▇▇▇   61 → 63 MiB after GC   RSS 121 MiB
       trend      Memory shows no trend beyond the noise of garbage collection
                  (−4.0 MiB/h to +5.0 MiB/h).
       be surer   A leak shows only while its code runs: look while the usual requests
                  come in.
                  A slow leak may need more than 60 s: add --for 10m.

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("growth that nothing explains says what it may be", () => {
    expect(at(80, { leaks: [], unexplained, memory: memory(200, 120) })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       NATIVE  memory grew by 120 MiB in 60 s, and JavaScript holds none of it

       where      native +119 MiB   heap in use +2.1 MiB   free in the heap −614 KiB
       meaning    It lies outside of what V8 counts: memory of native code, or what
                  malloc has not given back.
       memory     ▁▁▂▂▂▃▃▄▄▄▅▅▅▆▆▇▇▇██   208 → 322 MiB after GC   RSS 260 → 380 MiB

       next       Start it with MALLOC_ARENA_MAX=2.
                  Run it under heaptrack to see which native code allocates.

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("a window that was cut short still gives its best answer, and says so", () => {
    expect(at(80, { ...healthy, window: cutShort, evidence: { ...evidence, complete: false } }))
      .toMatchInlineSnapshot(`
        "
         node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

         OK  nothing leaks, as far as 22 s can tell

         seen       Of 1 312 collections, none kept growing without a bound.
         memory     ▇▇▇▇▆█▆█▆█▇█▇█▇▇▇▇▇▇   61 → 63 MiB after GC   RSS 121 MiB
         trend      Memory shows no trend beyond the noise of garbage collection
                    (−4.0 MiB/h to +5.0 MiB/h).
         be surer   A leak shows only while its code runs: look while the usual requests
                    come in.
                    A slow leak may need more than 22 s: add --for 10m.

         note       Ended early, after 22 s and 11 looks: this is the best answer so
                    far. Let it run to its end to be surer.
                    Not every part of the program was reached within the budget; what
                    lies beyond could leak unseen.

         searched   1 312 collections, 9 812 functions, 40 211 objects; 11 looks in 22 s
         cost       0.9 s of CPU time in the target, longest pause 6 ms
        "
      `);
  });

  test("one look alone is no answer", () => {
    const window = { ...cutShort, seconds: 3.1, looks: 1 };
    expect(at(80, { ...healthy, window, target: { ...finding().target, uptimeSeconds: 41 } }))
      .toMatchInlineSnapshot(`
        "
         node dist/server.js (pid 4242) · Node v22.23.3 · up 41 s

         OPEN  no answer: it ended before growth could show

         memory     ▇▇▇▇▆█▆█▆█▇█▇█▇▇▇▇▇▇   61 → 63 MiB after GC   RSS 121 MiB
         trend      Memory shows no trend beyond the noise of garbage collection
                    (−4.0 MiB/h to +5.0 MiB/h).
         be surer   It had started only 41 s before: look again once it is warm.
                    A leak shows only while its code runs: look while the usual requests
                    come in.
                    A slow leak may need more than 3.1 s: add --for 10m.

         note       Ended early, after 3.1 s and 1 look: this is the best answer so far.
                    Let it run to its end to be surer.

         searched   1 312 collections, 9 812 functions, 40 211 objects; 1 look in 3.1 s
         cost       0.9 s of CPU time in the target, longest pause 6 ms
        "
      `);
  });
});

describe("on a page of 120 columns", () => {
  test("no leak is a calm answer with its evidence", () => {
    expect(at(120, healthy)).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       OK  nothing leaks, as far as 60 s can tell

       seen       Of 1 312 collections, none kept growing without a bound.
       memory     ▆█▇▆█▇▆▇█▇▆█▇▆██▇▆█▇▆█▇▇▆█▇▆█▇▆█   61 → 63 MiB after GC   RSS 121 MiB
       trend      Memory shows no trend beyond the noise of garbage collection (−4.0 MiB/h to +5.0 MiB/h).
       be surer   A leak shows only while its code runs: look while the usual requests come in.
                  A slow leak may need more than 60 s: add --for 10m.

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("growth that nothing explains says what it may be", () => {
    expect(at(120, { leaks: [], unexplained, memory: memory(200, 120) })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       NATIVE  memory grew by 120 MiB in 60 s, and JavaScript holds none of it

       where      native +119 MiB   heap in use +2.1 MiB   free in the heap −614 KiB
       meaning    It lies outside of what V8 counts: memory of native code, or what malloc has not given back.
       memory     ▁▁▁▁▂▂▂▂▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▆▆▇▇▇████   208 → 322 MiB after GC   RSS 260 → 380 MiB

       next       Start it with MALLOC_ARENA_MAX=2.
                  Run it under heaptrack to see which native code allocates.

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("a window that was cut short still gives its best answer, and says so", () => {
    expect(at(120, { leaks: [mapLeak], window: cutShort })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK  sessions gained 205 entries in 60 s and lost none

       held by    const sessions = new Map<string, Session>();   src/registry.ts:12      Map in module scope
       grows at   sessions.set(id, { socket, history: [] });     src/registry.ts:41:12   100 % of inserts
                                                                 openSession ← onConnection
       holds      406 MiB   33 KiB per entry   +6.6 MiB/min   12 408 → 12 613 entries (+3.4/s)
       runs out   in 3 h 42 min – 4 h   heap limit 2.0 GiB, 519 MiB used now
       memory     ▁▃▂▁▃▃▂▃▄▃▂▅▄▃▅▅▄▄▆▅▄▇▆▅▅▇▆▆█▇▆█   512 → 521 MiB after GC   RSS 572 → 579 MiB

       fix        Delete the entry when its connection closes:
                    socket.once("close", () => sessions.delete(id));
                  Or bound it, so that the oldest entry leaves:
                    const sessions = new BoundedMap({ max: 10_000, ttl: "30m" });

       note       Ended early, after 22 s and 11 looks: this is the best answer so far. Let it run to its end to be surer.

       evidence   31 counts, 112 sampled inserts; explains 99 % of the memory growth
       searched   1 312 collections, 9 812 functions, 40 211 objects; 11 looks in 22 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });
});

describe("whatever is found", () => {
  test("a leak in a worker thread, which has a limit of its own, is not said to use what the main thread does", () => {
    const forecast = { ...mapLeak.forecast!, limitBytes: 60 * 2 ** 20 };
    const shown = at(80, { leaks: [{ ...mapLeak, forecast }] });
    expect(shown).toMatch(/heap limit 60 MiB$/m);
  });

  test("a leak of which nothing is known but that it grows is said without null or NaN", () => {
    const nothing = {
      ...mapLeak,
      holder: { ...holder, className: null, file: null, line: null, excerpt: null },
      site: null,
      bytes: { retained: null, perEntry: null, perHour: null },
      entries: null,
      forecast: null,
      evidence: [],
      explained: null,
      remedy: { advice: [], code: [] },
    };
    const bare = { points: [], limits: [], perHour: null };
    expect(at(80, { leaks: [nothing], memory: bare })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK  sessions keeps growing

       held by    sessions
                  Map in module scope
       grows at   not seen: nothing was added while the collection was watched
       runs out   not known: the target does not tell its memory limit

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("code stands under its own advice, or after all advice when it is not said which it belongs to", () => {
    const fixOf = (advice: string[], code: string[]): string =>
      /fix {8}([^]*?)\n\n/u.exec(at(80, { leaks: [{ ...mapLeak, remedy: { advice, code } }] }))?.[1] ?? "";
    const flush = (fix: string): string[] => fix.split("\n").map((line) => line.trim());
    expect(flush(fixOf(["Do a.", "Or b.", "Or c."], ["a()", "", "c(\n)"]))).toEqual([
      "Do a:",
      "a()",
      "Or b.",
      "Or c:",
      "c(",
      ")",
    ]);
    expect(flush(fixOf(["Do a.", "Or b."], ["b()"]))).toEqual(["Do a.", "Or b.", "b()"]);
    expect(flush(fixOf([], ["b()"]))).toEqual(["b()"]);
  });

  test("names from the target cannot move the cursor or colour the page", () => {
    const name = "\u001B[2J\u001B[31mevil\u0007\u202Etxt\r\nLEAK";
    const text = at(80, {
      leaks: [{ ...mapLeak, holder: { ...holder, path: name, excerpt: name, file: name } }],
      notes: [name],
    });
    for (const mark of ["\u001B", "\u0007", "\u202E", "\r", "\nLEAK"]) expect(text).not.toContain(mark);
    expect(text).toContain("evil");
  });

  test("colour changes nothing but colour", () => {
    const plain = renderFinding(finding(), { width: 80, colour: false });
    const coloured = renderFinding(finding(), { width: 80, colour: true });
    expect(coloured).toContain("\u001B[");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001B\[\d+m/gu, "")).toBe(plain);
  });

  test("no line is wider than the page but code to copy, and nothing unknown is printed as null or NaN", () => {
    fc.assert(
      fc.property(anyFinding(), fc.integer({ min: 40, max: 140 }), (any, width) => {
        const text = renderFinding({ ...any, leaks: any.leaks.map(withoutCode) }, { width, colour: false });
        expect(text).not.toMatch(/null|NaN|undefined|Infinity|\[object/u);
        for (const line of text.split("\n")) {
          expect(line.length, line).toBeLessThanOrEqual(width);
          expect(line).toBe(line.trimEnd());
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the JSON is the document itself", () => {
    const json = findingJson(finding());
    expect(JSON.parse(json)).toEqual(finding());
    expect(json).toMatch(/^\{\n {2}"version": 1,\n/u);
    expect(json.endsWith("}\n")).toBe(true);
  });
});

function withoutCode(leak: Finding["leaks"][number]): Finding["leaks"][number] {
  return { ...leak, remedy: { ...leak.remedy, code: [] } };
}

/** Findings of every shape the document allows, with names and texts of any length. */
function anyFinding(): fc.Arbitrary<Finding> {
  const words = fc.string({
    unit: fc.constantFrom("a", "b", "/", " ", ".", "ß"),
    minLength: 1,
    maxLength: 150,
  });
  const amount = fc.double({ min: 0, max: 1e15, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const place = { function: fc.option(words), file: words, line: fc.nat(), column: fc.option(fc.nat()) };
  const leak = fc.record({
    holder: fc.option(
      fc.record({
        name: words,
        path: words,
        kind: fc.constantFrom(
          "Map",
          "Set",
          "Array",
          "object",
          "listeners",
          "timers",
          "buffers",
          "handles",
          "allocation",
        ),
        scope: words,
        className: fc.option(words),
        file: fc.option(words),
        line: fc.option(fc.nat()),
        excerpt: fc.option(words),
      }),
    ),
    site: fc.option(
      fc.record({
        ...place,
        share: fc.option(share),
        excerpt: fc.option(words),
        application: fc.option(fc.record(place)),
        callers: fc.array(fc.record(place), { maxLength: 4 }),
        others: fc.array(fc.record({ ...place, share }), { maxLength: 3 }),
        seenBy: fc.constantFrom("sampled inserts", "allocation profile", "callback location", "source text"),
      }),
    ),
    entries: fc.option(
      fc.record({ before: fc.nat(), after: fc.nat(), perSecond: amount, removed: fc.option(fc.nat()) }),
    ),
    bytes: fc.record({
      retained: fc.option(amount),
      perEntry: fc.option(amount),
      perHour: fc.option(amount),
    }),
    forecast: fc.option(
      fc.record({
        limit: fc.constantFrom("heap limit", "container limit", "machine memory"),
        limitBytes: amount,
        lowSeconds: amount,
        highSeconds: amount,
      }),
    ),
    package: fc.option(fc.record({ name: words, version: fc.option(words) })),
    evidence: fc.array(words, { maxLength: 3 }),
    explained: fc.option(share),
    remedy: fc.record({ advice: fc.array(words, { maxLength: 3 }), code: fc.array(words, { maxLength: 3 }) }),
  });
  const range = fc.record({ low: amount, middle: amount, high: amount });
  return fc
    .record({
      leaks: fc.array(leak, { maxLength: 3 }),
      unexplained: fc.option(
        fc.record({
          bytes: amount,
          kind: fc.constantFrom("heap", "buffers", "external", "native", "fragmentation"),
          parts: fc.option(
            fc.record({
              heap: amount,
              heapUnused: amount,
              buffers: amount,
              external: amount,
              native: amount,
            }),
          ),
          meaning: words,
          next: fc.array(words, { maxLength: 2 }),
        }),
      ),
      notes: fc.array(words, { maxLength: 2 }),
      window: fc.record({
        startedAt: fc.constant("2026-11-22T03:04:05.000Z"),
        seconds: amount,
        looks: fc.nat(),
        endedEarly: fc.boolean(),
      }),
      perHour: fc.option(range),
      points: fc.boolean(),
    })
    .map(({ perHour, points, ...rest }) =>
      finding({ ...rest, memory: { ...memory(100, 5), perHour, ...(points ? {} : { points: [] }) } }),
    );
}
