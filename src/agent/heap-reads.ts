import { setTimeout as sleep } from "node:timers/promises";
import type { Profile } from "#profile";

/** After a reading the main thread has so many times its duration to itself, but never more than the longest rest. */
const restsPerReading = 3;
const longestRestMs = 5000;

export interface HeapReadOptions {
  /** Make a full collection first. */
  readonly gc: boolean;
  /** Nothing that was begun before this was asked for will do. */
  readonly fresh: boolean;
}

interface Reading {
  gc: boolean;
  readonly profile: Promise<Profile>;
}

/**
 * Readings of the heap profile, which may each stop the program for a full collection: one at a time, shared by all who
 * wait, with a rest in between. So any number of scrapers costs no more than one that never tires.
 */
export class HeapReads {
  readonly #read: (gc: boolean) => Promise<Profile>;
  #running: Reading | null = null;
  #next: Reading | null = null;
  #last: { readonly profile: Profile; readonly restsUntilMs: number } | null = null;

  constructor(read: (gc: boolean) => Promise<Profile>) {
    this.#read = read;
  }

  async take({ gc, fresh }: HeapReadOptions): Promise<Profile> {
    if (!gc && !fresh && this.#last !== null && performance.now() < this.#last.restsUntilMs)
      return this.#last.profile;
    if (this.#running !== null && !fresh && (!gc || this.#running.gc)) return await this.#running.profile;
    if (this.#next === null) {
      const before = this.#running?.profile.then(nothing, nothing) ?? Promise.resolve();
      this.#next = { gc, profile: before.then(() => this.#begin()) };
    }
    this.#next.gc ||= gc;
    return await this.#next.profile;
  }

  async #begin(): Promise<Profile> {
    await sleep(Math.max(0, (this.#last?.restsUntilMs ?? 0) - performance.now()));
    const reading = this.#next!;
    this.#running = reading;
    this.#next = null;
    const begun = performance.now();
    try {
      const profile = await this.#read(reading.gc);
      const ended = performance.now();
      const rest = Math.min(longestRestMs, restsPerReading * (ended - begun));
      this.#last = { profile, restsUntilMs: ended + rest };
      return profile;
    } finally {
      this.#running = null;
    }
  }
}

function nothing(): void {}
