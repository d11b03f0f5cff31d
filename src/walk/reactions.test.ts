import { afterEach, beforeEach, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { Reactions } from "./reactions.ts";

const nothing = (): null => null;
let adopted: object[] = [];
let reactions: Reactions;

beforeEach(() => {
  adopted = [];
  reactions = new Reactions((promise) => adopted.push(promise));
});
afterEach(() => reactions.stop());

test("await, then and race each leave a reaction, at the line that waits", async () => {
  const closed = new Promise<void>(() => {});
  reactions.follow(closed);
  reactions.start();
  async function waits(): Promise<void> {
    await closed;
  }
  function thens(): void {
    void closed.then(nothing);
  }
  function races(): void {
    void Promise.race([closed, Promise.resolve(1)]);
  }
  for (const wait of [waits, thens, races]) wait();
  await sleep(1);
  const report = reactions.report(7, closed)!;
  expect(report.inserts).toBe(3);
  expect(report.stacks.map(({ frames }) => frames[0]!.function).toSorted()).toEqual([
    "races",
    "thens",
    "waits",
  ]);
});

test("a function that awaits values is not taken for one that waits for its own promise", async () => {
  reactions.start();
  const plain = undefined as unknown as Promise<void>;
  async function loop(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      await plain;
      await sleep(0);
    }
  }
  const own = loop();
  reactions.follow(own);
  await sleep(20);
  expect(reactions.count(own)).toBe(0);
  await own;
});

test("nothing is counted before it starts, after it stops, or of a promise that was dropped", () => {
  const [first, second] = [new Promise<void>(() => {}), new Promise<void>(() => {})];
  for (const promise of [first, second]) reactions.follow(promise);
  void first.then(nothing);
  reactions.start();
  void first.then(nothing);
  void second.then(nothing);
  reactions.drop(second);
  reactions.stop();
  void first.then(nothing);
  expect([first, second].map((promise) => reactions.count(promise))).toEqual([1, 0]);
});

test("a promise nobody knew of is taken up once many have waited for it", async () => {
  const hidden = new Promise<void>(() => {});
  reactions.start();
  for (let round = 0; round < 14; round++) {
    for (let i = 0; i < 40; i++) void hidden.then(nothing);
    await sleep(100);
  }
  expect(adopted).toContain(hidden);
  expect(reactions.count(hidden)).toBeGreaterThan(0);
});
