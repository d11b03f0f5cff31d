import { describe, expect, test } from "vitest";
import type { GrowingHolder, HeapGrowth } from "#snapshot";
import { findingOfSnapshots, type SnapshotSeries } from "./snapshot-finding.ts";
import { slows } from "./snapshot-steps.ts";
import { growsLikeLeak } from "./snapshot-leak.ts";

const step = (kind: string, name: string): GrowingHolder["steps"][number] => ({
  kind,
  name,
  className: "",
  node: 1,
});

function holder(changes: Partial<GrowingHolder> = {}): GrowingHolder {
  return {
    shape: "Map",
    steps: [step("module", "sessions")],
    members: 1,
    before: 100,
    after: 200,
    net: 100_000,
    retained: 200_000,
    retainedBefore: 100_000,
    added: 100,
    removed: 0,
    isNew: false,
    kept: 1,
    coHolders: [],
    place: { script: "/app/server.js", function: "open", line: 3, column: 1 },
    typeName: "Map",
    entryClass: "",
    node: 1,
    id: 3,
    local: null,
    classes: [],
    callback: null,
    links: [],
    ...changes,
  };
}

function growth(...holders: readonly GrowingHolder[]): HeapGrowth {
  const net = holders.reduce((sum, each) => sum + each.net, 0);
  return {
    bytesBefore: 1_000_000,
    bytesAfter: 1_000_000 + net,
    objectsBefore: 1,
    objectsAfter: 1,
    added: 0,
    removed: 0,
    booked: net,
    holders,
  };
}

function judged(changes: Partial<GrowingHolder>, ...others: readonly GrowingHolder[]): boolean {
  const one = holder(changes);
  return growsLikeLeak(one, growth(one, ...others));
}

describe("growth between two snapshots", () => {
  test("is a leak when entries came and those there were stayed", () => {
    expect(judged({})).toBe(true);
  });

  test("is none when the entries there were have all been replaced, unless there are many times more", () => {
    expect(judged({ kept: 0.05 })).toBe(false);
    expect(judged({ kept: 0.05, after: 5000 })).toBe(true);
  });

  test("is none of a few entries, or of a small part of what grew", () => {
    expect(judged({ after: 105 })).toBe(false);
    expect(judged({ net: 3000 }, holder({ net: 1_000_000 }))).toBe(false);
  });

  test("of what is not counted is a leak when it is a collection, string or buffer that became heavier", () => {
    for (const shape of ["Array", "Map", "string", "buffer"] as const) {
      expect(judged({ shape, before: null, after: null })).toBe(true);
      expect(judged({ shape, before: null, after: null, retainedBefore: 190_000 })).toBe(false);
    }
    expect(judged({ shape: "object", before: null, after: null })).toBe(false);
    expect(judged({ shape: "code", before: null, after: null })).toBe(false);
  });

  test("is none of what Node.js made ready in the meantime, nor of what taking a snapshot leaves", () => {
    expect(judged({ isNew: true, before: 0 })).toBe(true);
    expect(
      judged({ isNew: true, before: 0, place: { script: "node:fs", function: "", line: 1, column: 1 } }),
    ).toBe(false);
    const ofNode = { script: "node:internal/deps/undici/undici", function: "", line: 1, column: 1 };
    expect(judged({ place: ofNode })).toBe(true);
    expect(judged({ place: ofNode, typeName: "FinalizationRegistry" })).toBe(false);
    const ofScoped = [step("module", "requests"), step("private", "#owners"), step("private", "#collected")];
    expect(judged({ steps: ofScoped, typeName: "FinalizationRegistry" })).toBe(false);
    expect(judged({ steps: ofScoped.slice(0, 1), typeName: "FinalizationRegistry" })).toBe(true);
    const ofFetch = [
      step("global", "[Symbol(undici.globalDispatcher.2)]"),
      step("symbol", "[Symbol(queue)]"),
    ];
    expect(judged({ steps: ofFetch, net: 20_000 })).toBe(false);
    expect(judged({ steps: [step("module", "HeapSnapshotStream")] })).toBe(false);
    expect(judged({ steps: [step("builtin", "RegExp.lastMatch")], shape: "string" })).toBe(false);
  });
});

function series(whole: HeapGrowth, steps: readonly HeapGrowth[] = [whole]): SnapshotSeries {
  return {
    names: ["a", "b"],
    startedAt: new Date(0),
    seconds: 60,
    gaps: [],
    steps,
    whole,
    counts: { functions: 1, objects: 1, collections: 1 },
    notes: [],
  };
}

describe("the finding of snapshots", () => {
  test("has rates from the time between them and the share of the growth", () => {
    const [leak] = findingOfSnapshots(series(growth(holder(), holder({ shape: "code", net: 25_000 })))).leaks;
    expect(leak?.entries).toEqual({ before: 100, after: 200, perSecond: 100 / 60, removed: 0 });
    expect(leak?.bytes).toEqual({ retained: 200_000, perEntry: 1000, perHour: 6_000_000 });
    expect(leak?.explained).toBe(0.8);
  });

  test("explains growth by what is told, by other parts of the same object, and by what is turned over", () => {
    const part = (name: string): GrowingHolder["steps"] => [step("module", "cache"), step("property", name)];
    const blob = holder({ shape: "object", before: null, after: null, net: 3 * 2 ** 20 });
    const unexplained = (...holders: readonly GrowingHolder[]): boolean =>
      findingOfSnapshots(series(growth(...holders))).unexplained !== null;
    expect(unexplained(holder(), blob)).toBe(true);
    expect(unexplained(holder({ steps: part("keys") }), { ...blob, steps: part("values") })).toBe(false);
    expect(unexplained(holder({ kept: 0, net: 3 * 2 ** 20 }))).toBe(false);
  });

  test("of three has only what grew in both steps", () => {
    const whole = growth(holder(), holder({ steps: [step("module", "cache")] }));
    const first = growth(holder(), holder({ steps: [step("module", "cache")] }));
    const second = growth(holder({ before: 200, after: 300 }));
    const { leaks } = findingOfSnapshots(series(whole, [first, second]));
    expect(leaks.map(({ holder: one }) => one?.path)).toEqual(["sessions"]);
  });

  test("says so when much grew that nothing of the program holds", () => {
    const whole = growth(holder({ shape: "code", net: 5_000_000, before: null, after: null }));
    const { leaks, unexplained } = findingOfSnapshots(series(whole));
    expect(leaks).toEqual([]);
    expect(unexplained?.bytes).toBe(5_000_000);
  });
});

describe("growth in every step", () => {
  const grown = (before: number, after: number): HeapGrowth => growth(holder({ before, after }));

  test("that is clearly slower in the end is told as a cache that fills, not as a leak", () => {
    const { leaks, notes } = findingOfSnapshots(series(grown(0, 150), [grown(0, 120), grown(120, 150)]));
    expect(leaks).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^sessions gained 120, then 30 entries: /u)]);
  });

  test("at about the same rate is a leak, and by the second where the steps are known to be unequal", () => {
    const steps = [grown(0, 120), grown(120, 220)];
    expect(findingOfSnapshots(series(grown(0, 220), steps)).leaks).toHaveLength(1);
    const uneven = { ...series(grown(0, 150), [grown(0, 120), grown(120, 150)]), gaps: [48, 12] };
    expect(findingOfSnapshots(uneven).leaks).toHaveLength(1);
  });

  test("is that of a tree at whichever of its nodes, and of what was empty at first by its parts", () => {
    const tree = (name: string, part: Partial<GrowingHolder>): GrowingHolder =>
      holder({ shape: "chain", steps: [step("module", "tree"), step("property", name)], ...part });
    const whole = growth(tree("root", { before: 0 }));
    const below = tree("root", { before: 100 });
    const second = growth({ ...below, steps: [...below.steps, step("element", "")] });
    expect(findingOfSnapshots(series(whole, [whole, second])).leaks).toHaveLength(1);
    const elsewhere = growth(tree("other", { before: 100 }));
    expect(findingOfSnapshots(series(whole, [whole, elsewhere])).leaks).toEqual([]);
  });

  test("slows when its later half is less than three fifths of the earlier one", () => {
    expect(slows([100], [])).toBe(false);
    expect(slows([100, 60], [])).toBe(false);
    expect(slows([100, 59], [])).toBe(true);
    expect(slows([100, 90, 40, 20], [])).toBe(true);
    expect(slows([100, 50], [10, 5])).toBe(false);
  });
});

test("modules that were loaded are no leak before they are very many", () => {
  const steps = [step("module", "require"), step("property", "cache")];
  expect(judged({ steps, before: 10, after: 60 })).toBe(false);
  expect(judged({ steps, before: 10, after: 200 })).toBe(true);
});
