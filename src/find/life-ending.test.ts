import { describe, expect, test } from "vitest";
import type { LifeFacts, LifeRecord, MemoryRecord } from "#recorder";
import { judgedLife, livesUpTo } from "./life-choice.ts";
import { endingOf } from "./life-ending.ts";

const MIB = 2 ** 20;

interface Told {
  readonly startedAtMs?: number;
  readonly seconds?: number;
  /** Of a heap limit of 100 MiB, at the end. */
  readonly heapMib?: number;
  /** Of a container limit of 400 MiB, at the end; no limit without it. */
  readonly containerMib?: number;
  readonly nearLimit?: boolean;
  readonly atLimit?: boolean;
  readonly exitCode?: number;
  readonly uncaught?: string;
  readonly running?: boolean;
  readonly program?: string;
  readonly facts?: null;
}

/** A life whose memory climbed steadily to what it had at its end. */
function life(told: Told = {}): LifeRecord {
  const { startedAtMs = 1_000_000, seconds = 600, heapMib = 30, containerMib, program = "node a.js" } = told;
  const endMs = startedAtMs + seconds * 1000;
  const memory = Array.from({ length: seconds }, (_, second): MemoryRecord => ({
    atMs: startedAtMs + second * 1000,
    heapUsed: (heapMib * MIB * (second + 1)) / seconds,
    external: 0,
    arrayBuffers: 0,
    rss: 200 * MIB,
    heapAfterGc: null,
    containerUsed: containerMib === undefined ? null : (containerMib * MIB * (second + 1)) / seconds,
  }));
  const profile = (atLimit: boolean): LifeRecord["profiles"][number] => ({
    path: "heap.pb.gz",
    atMs: endMs - 1000,
    nearLimit: true,
    atLimit,
  });
  const facts = {
    program,
    heapLimitBytes: 100 * MIB,
    containerLimitBytes: containerMib === undefined ? null : 400 * MIB,
  } as LifeFacts;
  const ended = told.exitCode !== undefined || told.uncaught !== undefined;
  return {
    folder: `life-${startedAtMs}`,
    pid: 7,
    startedAtMs,
    facts: told.facts === null ? null : facts,
    memory,
    profiles: [...(told.nearLimit ? [profile(false)] : []), ...(told.atLimit ? [profile(true)] : [])],
    finding: null,
    end: ended ? { atMs: endMs, exitCode: told.exitCode ?? null, uncaught: told.uncaught ?? null } : null,
    running: told.running ?? false,
    lastSeenMs: endMs,
  };
}

describe("how a process ended", () => {
  test.each<[string, Told, string, boolean]>([
    ["said so", { exitCode: 0, heapMib: 99 }, "exit", true],
    [
      "said that nobody caught an exception",
      { exitCode: 1, uncaught: "Error: x" },
      "uncaught exception",
      true,
    ],
    ["is not over while it is there", { running: true, heapMib: 99 }, "running", true],
    ["Node itself saw the limit", { atLimit: true, heapMib: 60 }, "heap limit", true],
    ["its heap was full", { heapMib: 95 }, "heap limit", false],
    [
      "its heap was nearly full and the recorder saw it coming",
      { heapMib: 80, nearLimit: true },
      "heap limit",
      false,
    ],
    ["its heap was nearly full, and nobody saw a reason for alarm", { heapMib: 80 }, "killed", false],
    ["its container was full", { containerMib: 390 }, "container limit", false],
    ["its container had room", { containerMib: 200 }, "killed", false],
    ["both were full: V8 gives up first", { heapMib: 97, containerMib: 398 }, "heap limit", false],
    ["nothing explains it", { heapMib: 30 }, "killed", false],
    ["nothing is known of it", { facts: null, heapMib: 99 }, "killed", false],
  ])("%s", (_, told, cause, certain) => {
    expect(endingOf(life(told))).toMatchObject({ cause, certain });
  });

  test("is told with what its memory was at last", () => {
    expect(endingOf(life({ heapMib: 95 })).detail).toContain("95 of 100 MiB were in use");
  });
});

describe("of several lives", () => {
  const early = life({ startedAtMs: 1_000_000, heapMib: 95 });
  const clean = life({ startedAtMs: 2_000_000, exitCode: 0 });
  const late = life({ startedAtMs: 3_000_000, running: true });

  test("the newest that ended badly is judged, whatever came after", () => {
    const lives = [early, clean, late];
    expect(judgedLife({ folder: "", lives, asked: null })).toBe(early);
    expect(judgedLife({ folder: "", lives: [clean, late], asked: null })).toBe(clean);
    expect(judgedLife({ folder: "", lives: [late], asked: null })).toBe(late);
  });

  test("the one that was asked for is judged", () => {
    expect(judgedLife({ folder: "", lives: [early, clean], asked: clean })).toBe(clean);
  });

  test("those of the same program that came one after the other lead up to it", () => {
    const other = life({ startedAtMs: 1_700_000, program: "node b.js" });
    const beside = life({ startedAtMs: 2_900_000, seconds: 600 });
    expect(livesUpTo(late, [early, other, clean, beside, late])).toEqual([early, clean, late]);
  });
});
