import type { CollectionFacts, CountLook, WatchOutcome, WatchReport } from "#walk";
import { expect, test } from "vitest";
import { CountHistory } from "./count-history.ts";
import type { InTargetProxy } from "./in-target-proxy.ts";
import { Suspects } from "./suspects.ts";

interface Planted {
  readonly name: string;
  readonly counts: readonly number[];
  readonly refused?: string;
  /** Kept open by the process, and of this class. */
  readonly handle?: string;
}

const plain: CollectionFacts = {
  id: 0,
  kind: "Map",
  className: "",
  steps: [],
  origins: [],
  exporters: [],
  bound: null,
  size: null,
  fields: null,
  holderClass: null,
  weak: false,
  link: null,
  callbacks: [],
};

/** A target that holds these collections, by id; those with the same name are reached by the same path. */
class FakeTarget {
  readonly planted: readonly Planted[];
  readonly watched: number[] = [];
  readonly sized: number[][] = [];
  ended = false;

  constructor(planted: readonly Planted[]) {
    this.planted = planted;
  }

  history(): CountHistory {
    const history = new CountHistory();
    for (const index of this.planted[0]!.counts.keys()) {
      const counts = this.planted.map(({ counts: each }, id) => [id, each[index]!, each[0]!, false] as const);
      history.add({ atMs: index * 1000, counts } as unknown as CountLook, true);
    }
    return history;
  }

  describe(ids: readonly number[], withSize: boolean): Promise<CollectionFacts[]> {
    if (this.ended) return Promise.reject(new Error("the target ended"));
    if (withSize) this.sized.push([...ids]);
    return Promise.resolve(
      ids.map((id) => ({
        ...plain,
        id,
        steps: [
          this.planted[id]!.handle === undefined
            ? { kind: "module", name: this.planted[id]!.name, className: "" }
            : { kind: "handle", name: "", className: this.planted[id]!.handle },
        ],
        size: withSize ? { sampled: 1, bytes: 100 + id, externalBytes: 0 } : null,
      })),
    );
  }

  watch(id: number): Promise<WatchOutcome> {
    const reason = this.planted[id]!.refused;
    if (reason !== undefined) return Promise.resolve({ watched: false, reason });
    this.watched.push(id);
    return Promise.resolve({ watched: true });
  }

  harvest(): Promise<WatchReport[]> {
    if (this.ended) return Promise.reject(new Error("the target ended"));
    return Promise.resolve(
      this.watched.map((id) => ({
        id,
        inserts: 10,
        removed: 1,
        survivors: id === 0 ? null : { alive: 3, sampled: 4 },
        stacks: [{ weight: id + 1, frames: [{ function: `add${id}`, file: "/a.js", line: 1, column: 1 }] }],
        samples: 5,
      })),
    );
  }

  files(): Promise<string[]> {
    return Promise.resolve(["/a.js"]);
  }
}

async function observed(target: FakeTarget): Promise<{ suspects: Suspects; history: CountHistory }> {
  const suspects = new Suspects(target as unknown as InTargetProxy);
  const history = target.history();
  await suspects.consider(history);
  return { suspects, history };
}

test("collections of one path are counted together, and watched up to three", async () => {
  const rooms = Array.from({ length: 5 }, () => ({ name: "rooms", counts: [0, 1, 2, 3] }));
  const target = new FakeTarget(rooms);
  const { suspects, history } = await observed(target);
  const [together, ...others] = await suspects.finish(history);
  expect(others).toEqual([]);
  expect(together).toMatchObject({ members: 5, countedRarely: false, unwatched: null });
  expect(together!.points.map(({ count }) => count)).toEqual([0, 5, 10, 15]);
  expect(target.watched).toEqual([0, 1, 2]);
});

test("handles of different classes are not counted together", async () => {
  const sockets = { name: "", counts: [0, 1, 2, 3] };
  const target = new FakeTarget([
    { ...sockets, handle: "connections" },
    { ...sockets, handle: "Socket" },
  ]);
  const { suspects, history } = await observed(target);
  const found = await suspects.finish(history);
  expect(found.map(({ facts, members }) => [facts.steps[0]!.className, members])).toEqual([
    ["connections", 1],
    ["Socket", 1],
  ]);
});

test("what several watches of one path saw is added up, the heaviest stack first", async () => {
  const rooms = Array.from({ length: 3 }, () => ({ name: "rooms", counts: [0, 1, 2, 3] }));
  const { suspects, history } = await observed(new FakeTarget(rooms));
  const [together] = await suspects.finish(history);
  expect(together!.watch).toMatchObject({
    inserts: 30,
    removed: 3,
    samples: 15,
    survivors: { alive: 6, sampled: 8 },
  });
  expect(together!.watch!.stacks.map(({ weight }) => weight)).toEqual([3, 2, 1]);
});

test("most gained comes first, and leads the progress line", async () => {
  const target = new FakeTarget([
    { name: "small", counts: [0, 1, 2, 3] },
    { name: "large", counts: [0, 1000, 2000, 3000] },
    { name: "still", counts: [7, 7, 7, 7] },
  ]);
  const { suspects, history } = await observed(target);
  expect(suspects.leading(history)).toBe("large +3\u2009000");
  const found = await suspects.finish(history);
  expect(found.map(({ facts }) => facts.steps[0]!.name)).toEqual(["large", "small"]);
  expect(found[0]!.facts.size).toMatchObject({ bytes: 101 });
});

test("why something is not watched is told", async () => {
  const { suspects, history } = await observed(
    new FakeTarget([{ name: "cache", counts: [0, 1, 2, 3], refused: "it is frozen" }]),
  );
  expect(await suspects.finish(history)).toMatchObject([{ watch: null, unwatched: "it is frozen" }]);
});

test("no more than two dozen collections are watched at once", async () => {
  const many = Array.from({ length: 40 }, (_, id) => ({ name: `map${id}`, counts: [0, 1, 2, 3] }));
  const target = new FakeTarget(many);
  const { suspects, history } = await observed(target);
  expect(target.watched).toHaveLength(24);
  const found = await suspects.finish(history);
  expect(found.filter(({ unwatched }) => unwatched === "too many collections grew at once")).toHaveLength(16);
});

test("a collection is taken up once, however often it is considered", async () => {
  const target = new FakeTarget([{ name: "sessions", counts: [0, 1, 2, 3] }]);
  const { suspects, history } = await observed(target);
  await suspects.consider(history);
  await suspects.consider(history);
  expect(target.watched).toEqual([0]);
  expect(suspects.ids).toEqual([0]);
  expect(suspects.files).toEqual(["/a.js"]);
});

test("when the target has ended, what its watches had seen before stands", async () => {
  const target = new FakeTarget([{ name: "sessions", counts: [0, 1, 2, 3] }]);
  const { suspects, history } = await observed(target);
  await suspects.consider(history);
  target.ended = true;
  expect(await suspects.finish(history)).toMatchObject([{ members: 1, watch: { inserts: 10 } }]);
});

test("while nothing grows there is no leader and nothing to tell", async () => {
  const { suspects, history } = await observed(new FakeTarget([{ name: "still", counts: [7, 7, 7] }]));
  expect(suspects.leading(history)).toBeNull();
  expect(await suspects.finish(history)).toEqual([]);
  expect(suspects.files).toEqual([]);
});
