import type { Profile } from "#profile";
import type { Connection } from "#target";
import { sampleCpu } from "./cpu-look.ts";
import { cpuStacks } from "./cpu-stacks.ts";
import { framesOf, type StackFrame } from "./heap-tree.ts";
import { nanoseconds } from "./heap-profile.ts";
import { pause } from "./pause.ts";
import { profileOfStacks } from "./stack-profile.ts";
import { pseudoFrame, StackTable } from "./stack-table.ts";

/** The event loop that is watched, from another thread. */
export interface StallWatchOptions {
  readonly connect: () => Promise<Connection>;
  /** When the watched event loop last came round, milliseconds on the clock of `now`. */
  readonly lastBeat: () => number;
  readonly now: () => number;
  /** How often it comes round by itself. */
  readonly beatMs: number;
  /** How much later than that is a stall; 100 ms when left out. */
  readonly thresholdMs?: number;
}

/** Stalls that ended before their stack could be taken. */
const UNSEEN = pseudoFrame("(over before its stack was taken)");
/** A long stall is looked at only at its beginning. */
const LONGEST_LOOK_MS = 10_000;
const SAMPLE_US = 2000;

/**
 * Watches another thread's event loop: when it does not come round in time, the stack that blocks it is sampled, over
 * the inspector, until it does. Nothing is asked of the thread while it comes round. Bounded by the number of stacks.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  readonly #lateMs: number;
  readonly #table = new StackTable(2);
  readonly #startedAtMs = Date.now();
  readonly #timer: NodeJS.Timeout;
  #beat: number;
  #looking = false;
  #count = 0;

  constructor(options: StallWatchOptions) {
    this.#options = options;
    this.#lateMs = options.beatMs + (options.thresholdMs ?? 100);
    this.#beat = options.lastBeat();
    this.#timer = setInterval(() => this.#check(), options.beatMs).unref();
  }

  /** How many stalls there were. */
  get count(): number {
    return this.#count;
  }

  /** Stalls so far by the stack that blocked, as Go's block profile: how often, and for how long. */
  profile(program: string): Profile {
    return profileOfStacks(
      {
        sampleTypes: [
          { type: "contentions", unit: "count" },
          { type: "delay", unit: "nanoseconds" },
        ],
        periodType: { type: "contentions", unit: "count" },
        period: 1n,
        timeNanos: nanoseconds(Date.now()),
        durationNanos: nanoseconds(Date.now() - this.#startedAtMs),
        comments: [
          `stalls: times when the event loop came round more than ${this.#lateMs} ms after the last time`,
        ],
      },
      program,
      this.#table.rows(),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    if (this.#looking) return;
    const beat = this.#options.lastBeat();
    if (beat === this.#beat) {
      if (this.#options.now() - beat <= this.#lateMs) return;
      this.#looking = true;
      void this.#look(beat).finally(() => {
        this.#looking = false;
      });
      return;
    }
    // It came round after all, between two of our own checks.
    if (beat - this.#beat > this.#lateMs) this.#record([], this.#beat, beat);
    this.#beat = beat;
  }

  /** Samples the stack until the loop comes round; a stall whose stack cannot be had is still counted. */
  async #look(beat: number): Promise<void> {
    let stacks: ReturnType<typeof cpuStacks> = [];
    try {
      const connection = await this.#options.connect();
      try {
        stacks = cpuStacks(await sampleCpu(connection, () => this.#nextBeat(beat), SAMPLE_US));
      } finally {
        await connection.close();
      }
    } catch {
      // The process is about to end, or its inspector is closed to us.
    }
    await this.#nextBeat(beat, Number.POSITIVE_INFINITY);
    const now = this.#options.lastBeat();
    this.#beat = now;
    this.#record(stacks, beat, now);
  }

  async #nextBeat(beat: number, longestMs = LONGEST_LOOK_MS): Promise<void> {
    const until = this.#options.now() + longestMs;
    while (this.#options.lastBeat() === beat && this.#options.now() < until) await pause(10);
  }

  /** Shares a stall out among the stacks it was seen with; all of them together are one. */
  #record(stacks: ReturnType<typeof cpuStacks>, from: number, to: number): void {
    this.#count++;
    const delay = (to - from - this.#options.beatMs) * 1e6;
    const total = stacks.reduce((sum, { samples }) => sum + samples, 0);
    if (total === 0) return this.#add([UNSEEN], 1, delay);
    const most = stacks.reduce((best, one) => (one.samples > best.samples ? one : best));
    for (const one of stacks)
      this.#add([...framesOf(one.stack)], one === most ? 1 : 0, (delay * one.samples) / total);
  }

  #add(frames: readonly StackFrame[], count: number, delay: number): void {
    const { values } = this.#table.row(frames);
    values[0]! += count;
    values[1]! += delay;
  }
}
