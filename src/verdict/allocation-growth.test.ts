import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeProfile, ProfileBuilder, type FunctionIndex, type Profile } from "#profile";
import { allocationGrowth, allocationLeak } from "./allocation-growth.ts";
import type { ProfileLook } from "./allocation-history.ts";
import type { Leak } from "./finding.ts";

const PERIOD = 524_288;
const SECONDS = 60;

/** A place that allocates objects of one size: how many it bears and loses from look to look. */
interface Place {
  /** `function file:line`, innermost first. */
  readonly stack: readonly string[];
  readonly size: number;
  /** Live objects at the first look. */
  readonly before?: number;
  readonly births: readonly number[];
  readonly deaths: readonly number[];
}

const main = (name: string, line: number): string => `main.${name} /srv/main.go:${line}`;
const steady = (count: number, each: number): number[] => Array.from({ length: count }, () => each);

/** A generator of numbers from 0 to 1, the same for the same seed (Mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `count` events are sampled, each with probability `p`: Poisson by Knuth, normal where that is slow. */
function sampledOf(count: number, p: number, next: () => number): number {
  const mean = count * p;
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)));
  }
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = next(); product > limit; product *= next()) events++;
  return events;
}

/** How many of `count` draws hit, each with probability `p`. */
function hitsOf(count: number, p: number, next: () => number): number {
  if (p >= 1) return count;
  let hits = 0;
  for (let i = 0; i < count; i++) if (next() < p) hits++;
  return hits;
}

/** Heap profiles as Go would sample them, a look before and after each step of the places; who dies is chance. */
function looksAt(places: readonly Place[], seed = 1, types = GO_TYPES): ProfileLook[] {
  const next = random(seed);
  const steps = places[0]!.births.length;
  const states = places.map(({ size, before = 0 }) => {
    const p = -Math.expm1(-size / PERIOD);
    const live = sampledOf(before, p, next);
    return { p, objects: before, live, born: live };
  });
  const looks = [{ atMs: 0, profile: profileOf(places, states, types) }];
  for (let step = 0; step < steps; step++) {
    for (const [i, { births, deaths }] of places.entries()) {
      const state = states[i]!;
      const born = sampledOf(births[step]!, state.p, next);
      const all = state.objects + births[step]!;
      state.objects = all - deaths[step]!;
      state.born += born;
      state.live = hitsOf(state.live + born, all === 0 ? 0 : state.objects / all, next);
    }
    looks.push({ atMs: ((step + 1) / steps) * SECONDS * 1000, profile: profileOf(places, states, types) });
  }
  return looks;
}

const GO_TYPES = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"];
const V8_TYPES = ["inuse_objects", "inuse_space"];

function profileOf(
  places: readonly Place[],
  states: readonly { p: number; live: number; born: number }[],
  types: readonly string[],
): Profile {
  const sampleTypes = types.map((type) => ({ type, unit: "count" }));
  const builder = new ProfileBuilder({ sampleTypes, period: BigInt(PERIOD) });
  const functions = new Map<string, FunctionIndex>();
  for (const [i, { stack, size }] of places.entries()) {
    const locations = stack.map((frame) => {
      const [, name, file, line] = /^(\S+) (\S*):(\d+)$/.exec(frame)!;
      const row = functions.get(name!) ?? builder.addFunction({ name: name!, file: file! });
      functions.set(name!, row);
      return builder.addLocation({ lines: [{ function: row, line: Number(line) }] });
    });
    const { p, live, born } = states[i]!;
    const values: Record<string, number> = {
      alloc_objects: Math.round(born / p),
      alloc_space: Math.round((born / p) * size),
      inuse_objects: Math.round(live / p),
      inuse_space: Math.round((live / p) * size),
    };
    builder.addSample(
      locations,
      types.map((type) => values[type]!),
    );
  }
  return builder.build();
}

const leaksIn = (looks: readonly ProfileLook[]): Leak[] =>
  allocationGrowth(looks).growing.map((growing) => allocationLeak(growing));
const named = (leaks: readonly Leak[]): string[] =>
  leaks.map(({ site }) => `${site?.function}:${site?.line}`);

/** 8 KiB an object, 2 000 born and none lost in the window: some 30 samples. */
const leak: Place = {
  stack: [
    "strings.(*Builder).grow /usr/lib/go-1.19/src/strings/builder.go:68",
    main("newSession", 41),
    main("serveConn", 56),
  ],
  size: 8192,
  births: steady(5, 400),
  deaths: steady(5, 0),
};
const busy: Place = {
  stack: [main("render", 9), main("handle", 7)],
  size: 4096,
  before: 1000,
  births: steady(5, 20_000),
  deaths: steady(5, 20_000),
};

describe("what leaks", () => {
  test("a place that never frees is named by the program's frame, with its callers and its rate", () => {
    const [found, ...others] = leaksIn(looksAt([leak, busy]));
    expect(others).toEqual([]);
    expect(found?.site).toMatchObject({
      function: "main.newSession",
      file: "/srv/main.go",
      line: 41,
      share: 1,
    });
    expect(found?.site?.callers).toEqual([
      { function: "main.serveConn", file: "/srv/main.go", line: 56, column: null },
    ]);
    expect(found?.holder).toBeNull();
    expect(found!.entries!.perSecond * SECONDS).toBeCloseTo(
      found!.entries!.after - found!.entries!.before,
      6,
    );
    expect(found?.entries?.after).toBeGreaterThan(1000);
    expect(found?.bytes.perEntry).toBeCloseTo(8192, -1);
    expect(found!.bytes.perHour).toBeCloseTo(found!.bytes.retained! * 60, -3);
    expect(found?.evidence[1]).toMatch(/^about [\d ]+ allocated there in the window, none freed$/);
    expect(found?.remedy.advice[0]).toBe(
      "newSession is called from serveConn (/srv/main.go:56): find the map, slice or channel that keeps what it " +
        "allocates, and delete the entry when serveConn returns (defer), errors included.",
    );
  });

  test("a large heap of old objects hides nothing", () => {
    expect(named(leaksIn(looksAt([{ ...leak, before: 200_000 }, busy])))).toEqual(["main.newSession:41"]);
  });

  test("one in five that stays, under churn, is found", () => {
    const partial = { ...leak, births: steady(5, 4000), deaths: steady(5, 3200) };
    expect(named(leaksIn(looksAt([partial, busy])))).toEqual(["main.newSession:41"]);
  });

  test("lines of one function and small parts of the same work are one leak, other work is another", () => {
    const line = (frame: string, births: number, caller = main("serveConn", 56)): Place => ({
      ...leak,
      stack: [frame, caller],
      births: steady(5, births),
    });
    const leaks = leaksIn(
      looksAt([
        line(main("newSession", 41), 4000),
        line(main("newSession", 44), 2000),
        line(main("(*state).record", 50), 800),
        line(main("remember", 90), 3000, main("handleOrder", 80)),
      ]),
    );
    expect(named(leaks)).toEqual(["main.newSession:41", "main.remember:90"]);
    expect(leaks[0]?.site?.others.map(({ line: at }) => at)).toEqual([44, 50]);
    const shares = [leaks[0]!.site!.share!, ...leaks[0]!.site!.others.map(({ share }) => share)];
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 10);
    expect(leaks[0]!.explained! + leaks[1]!.explained!).toBeCloseTo(1, 10);
  });

  test("a few large blocks nearby that grow are pointed at as the table", () => {
    const table = {
      ...leak,
      stack: [main("serveConn", 58)],
      size: 2 ** 20,
      births: [2, 0, 2, 0, 0],
      deaths: [0, 0, 2, 0, 0],
    };
    const { growing } = allocationGrowth(looksAt([leak, table]));
    const told = allocationLeak(growing[0]!, ({ line }) => (line === 58 ? "sessions[s.id] = s" : null));
    expect(told.remedy.advice[0]).toMatch(
      /^Look first at \/srv\/main.go:58 in serveConn, `sessions\[s.id\] = s`: it allocates a few large blocks \(\d+ KiB each\)/,
    );
  });

  test("in a dependency the module is named, and where the program calls it", () => {
    const stack = [
      "github.com/acme/pool/v2.(*Pool).Get /go/pkg/mod/github.com/acme/pool/v2@v2.1.0/pool.go:31",
      main("handle", 12),
    ];
    const [found] = leaksIn(looksAt([{ ...leak, stack }]));
    expect(found?.package).toEqual({ name: "github.com/acme/pool/v2", version: "v2.1.0" });
    expect(found?.site?.application).toMatchObject({ function: "main.handle", line: 12 });
    expect(found?.remedy.advice[0]).toContain("github.com/acme/pool/v2@v2.1.0");
    expect(found?.remedy.advice[0]).toContain("Your code calls it at /srv/main.go:12.");
  });

  test("goroutines that pile up are told as that", () => {
    const malg = {
      ...leak,
      stack: ["runtime.malg /usr/lib/go/src/runtime/proc.go:4162"],
      size: 416,
      births: steady(5, 20_000),
    };
    expect(leaksIn(looksAt([malg]))[0]?.remedy.advice[0]).toContain("Goroutines are started and do not end");
  });

  test("a profile without allocation counts still shows a strong leak", () => {
    const strong = { ...leak, births: steady(5, 4000) };
    expect(named(leaksIn(looksAt([strong, { ...busy, before: 100 }], 1, V8_TYPES)))).toEqual([
      "main.newSession:41",
    ]);
  });
});

describe("what does not leak", () => {
  const places = (count: number, of: (n: number) => Partial<Place>): Place[] =>
    Array.from({ length: count }, (_, n) => ({ ...busy, stack: [main(`work${n}`, n)], ...of(n) }));

  test("in 200 windows of a healthy service of 100 churning places, sampling raises at most a few alarms", () => {
    let alarms = 0;
    for (let seed = 0; seed < 200; seed++) {
      const churn = places(100, (n) => ({
        births: steady(5, 50 * (n + 1)),
        deaths: steady(5, 50 * (n + 1)),
      }));
      if (leaksIn(looksAt(churn, seed)).length > 0) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(6);
  });

  test.each([
    ["what warms up and then stays", { births: [4000, 2000, 400, 0, 0], deaths: steady(5, 0) }],
    ["what grows and is let go again", { births: [3000, 3000, 3000, 0, 3000], deaths: [0, 0, 0, 8000, 0] }],
    ["what is idle", { before: 50_000, births: steady(5, 0), deaths: steady(5, 0) }],
    ["what shrinks", { before: 50_000, births: steady(5, 0), deaths: steady(5, 5000) }],
    ["what is held a little longer than before", { births: steady(5, 100_000), deaths: steady(5, 99_800) }],
    ["what grows by single objects", { births: steady(5, 4), deaths: steady(5, 0) }],
  ])("%s", (_, change) => {
    expect(leaksIn(looksAt([{ ...leak, ...change }, busy]))).toEqual([]);
  });

  test("what answering our own requests allocates", () => {
    const stack = [
      "compress/flate.NewWriter /go/src/compress/flate/deflate.go:667",
      "runtime/pprof.writeHeapProto /go/src/runtime/pprof/protomem.go:65",
    ];
    expect(leaksIn(looksAt([{ ...leak, stack }]))).toEqual([]);
  });

  test("nothing can be said from one look", () => {
    expect(leaksIn(looksAt([leak]).slice(0, 1))).toEqual([]);
    expect(allocationGrowth([])).toMatchObject({ growing: [], grown: 0 });
  });
});

describe("the real service", () => {
  const heap = (name: string): Profile =>
    decodeProfile(
      gunzipSync(readFileSync(join(import.meta.dirname, "..", "..", "test", "fixtures", "go", name))),
    );

  test("20 000 connections later the leaking one is told, and the fixed one is not", () => {
    const between = (before: string, after: string): string[] =>
      named(
        leaksIn([
          { atMs: 0, profile: heap(before) },
          { atMs: 4000, profile: heap(after) },
        ]),
      );
    expect(between("heap.0.pb.gz", "heap.1.pb.gz")).toEqual(["main.newSession:41"]);
    expect(between("fixed.0.pb.gz", "fixed.1.pb.gz")).toEqual([]);
  });
});
