import type { Finding } from "#verdict";
import { hasGrown } from "./growth.ts";
import type { MemoryRecord } from "./memory-lines.ts";
import { timeLeftMs, type MemoryLimits } from "./time-left.ts";

/** A look for leaks that should begin now. */
export interface PlannedLook {
  /** How long to look, milliseconds. */
  readonly windowMs: number;
}

/** Whether memory has grown is asked so often in the time between two usual looks. */
const asksBetweenLooks = 30;
const usualWindowMs = 30_000;
/** Growth needs some seconds to show, and the walk before it takes some on a busy machine. */
const shortestWindowMs = 8000;
/** A look takes this share of the time that is left, so far as that can be foreseen; if it is less, the look ends early. */
const windowShare = 3 / 4;
/**
 * A look rests for so many times what it took from the main thread, and twice as long as the one before. In a process that
 * may not have so long to live that would often be for ever, and the doubling alone has to keep the sum below a hundredth.
 */
const restPerCost = { usual: 100, early: 20 };
const shortestRestMs = 15_000;
const MEBIBYTE = 2 ** 20;
/**
 * Room that there has to be in the heap for a look: so much for each function and object that a walk remembers, twice what was
 * measured. Before the first it is taken to be a share of the heap: half, which is what a program takes that has no data yet, or
 * less where the end is near anyway.
 */
const roomPerObject = 800;
const leastRoom = 8 * MEBIBYTE;
const mostRoom = 128 * MEBIBYTE;
const roomShare = { usual: 1 / 2, early: 1 / 3 };
/**
 * A look ends with what it has seen when this share of the room is filled that there was when it began. Time has to be left to
 * write it down, and a small heap may come to its end with a fifth of it unused.
 */
const filledShare = 0.45;
/** There are never more records of one second. */
const recordsOfSecond = 8;

/**
 * Decides when a process is looked at for leaks, and for how long: soon after its start when it fills up so fast that it
 * will not live to be looked at later, and every now and then while it grows. Never in a heap that has no room for it.
 * Pure; fed with the memory series.
 */
export class LookSchedule {
  readonly #limits: MemoryLimits;
  readonly #findingMs: number;
  readonly #usualFromMs: number;
  #nextUsualMs: number;
  #lastUsualMs: number | null = null;
  #looking: "early" | "usual" | null = null;
  /** What an early look named was seen for seconds only: whether it goes on growing, a usual look has to tell. */
  #hasToConfirm = false;
  #restsUntilMs = Number.NEGATIVE_INFINITY;
  #restMs = shortestRestMs;
  /** Bytes that a look needs, once it is known. */
  #needed: number | null = null;
  #endsAt: Room = { heap: null, container: null };

  /** `findingMs` is the time between two usual looks. */
  constructor(startedAtMs: number, limits: MemoryLimits, findingMs: number) {
    this.#limits = limits;
    this.#findingMs = findingMs;
    this.#usualFromMs = startedAtMs + findingMs / asksBetweenLooks;
    this.#nextUsualMs = this.#usualFromMs;
  }

  /** Whether to begin a look, the newest record of the series being of now. Whoever gets one calls `ended` after it. */
  begin(records: readonly MemoryRecord[]): PlannedLook | null {
    const now = records.at(-1);
    if (now === undefined || this.#looking !== null) return null;
    if (now.atMs < this.#restsUntilMs) return null;
    const leftMs = timeLeftMs(records, this.#limits);
    const isUsual = this.#isUsualDue(records, now);
    const room = this.#roomNow(now);
    const needed = this.#needed ?? (now.heapUsed ?? 0) * roomShare[leftMs === null ? "usual" : "early"];
    if ((leftMs === null && !isUsual) || !isEnough(room, needed)) return null;
    this.#looking = isUsual ? "usual" : "early";
    this.#endsAt = {
      heap: room.heap === null ? null : (now.heapUsed ?? 0) + room.heap * filledShare,
      container: room.container === null ? null : (now.containerUsed ?? 0) + room.container * filledShare,
    };
    const mostMs = leftMs === null ? usualWindowMs : leftMs * windowShare;
    return { windowMs: Math.round(Math.min(usualWindowMs, Math.max(shortestWindowMs, mostMs))) };
  }

  /** Whether the look under way should end with what it has seen, as the limit draws near. */
  isLate(records: readonly MemoryRecord[]): boolean {
    const { heap, container } = this.#endsAt;
    const nowMs = records.at(-1)?.atMs ?? 0;
    // A single reading may be high for being full of garbage.
    const recent = records.slice(-recordsOfSecond).filter(({ atMs }) => nowMs - atMs < 1000);
    const isOver = (end: number | null, used: (record: MemoryRecord) => number | null): boolean =>
      end !== null && recent.length > 0 && recent.every((record) => (used(record) ?? 0) >= end);
    return (
      this.#looking !== null &&
      (isOver(heap, ({ heapUsed }) => heapUsed) || isOver(container, ({ containerUsed }) => containerUsed))
    );
  }

  /** A look has ended; `finding` is null where it came to nothing, as when somebody else was looking. */
  ended(atMs: number, finding: Finding | null): void {
    const kind = this.#looking ?? "usual";
    const wasUsual = kind === "usual";
    this.#looking = null;
    this.#restsUntilMs = atMs + Math.max(this.#restMs, (finding?.evidence.cpuMs ?? 0) * restPerCost[kind]);
    this.#restMs = Math.min(this.#findingMs, this.#restMs * 2);
    if (finding === null) return;
    this.#needed = (finding.evidence.functions + finding.evidence.objects) * roomPerObject;
    this.#hasToConfirm = !wasUsual && finding.leaks.length > 0;
    if (!wasUsual) return;
    this.#lastUsualMs = atMs;
    this.#nextUsualMs = atMs + this.#findingMs;
  }

  #isUsualDue(records: readonly MemoryRecord[], { atMs, heapUsed }: MemoryRecord): boolean {
    if (atMs < this.#nextUsualMs) return false;
    this.#nextUsualMs = atMs + this.#findingMs / asksBetweenLooks;
    const { heapBytes } = this.#limits;
    const isHalfFull = this.#lastUsualMs === null && heapBytes !== null && (heapUsed ?? 0) > heapBytes / 2;
    return this.#hasToConfirm || isHalfFull || hasGrown(records, this.#lastUsualMs ?? this.#usualFromMs);
  }

  #roomNow({ heapUsed, containerUsed }: MemoryRecord): Room {
    const { heapBytes, containerBytes } = this.#limits;
    return {
      heap: heapBytes === null || heapUsed === null ? null : heapBytes - heapUsed,
      container: containerBytes === null || containerUsed === null ? null : containerBytes - containerUsed,
    };
  }
}

function isEnough({ heap, container }: Room, needed: number): boolean {
  const room = Math.min(mostRoom, Math.max(leastRoom, needed));
  return (heap ?? room) >= room && (container ?? room) >= room;
}

/** Bytes below a limit; null without one. */
interface Room {
  readonly heap: number | null;
  readonly container: number | null;
}
