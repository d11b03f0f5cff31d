import { dirname } from "node:path";
import type { Finding } from "#verdict";
import { adoptNativeProfiles } from "./adopt.ts";
import { containerMemory } from "./container-memory.ts";
import type { MemoryReading, ProcessDescription, RecorderInputs } from "./inputs.ts";
import { identityOf, planLife, type LifeFacts } from "./life.ts";
import { LifeFolder } from "./life-folder.ts";
import { LookSchedule, type PlannedLook } from "./look-schedule.ts";
import type { MemoryRecord } from "./memory-lines.ts";
import { MemoryLog } from "./memory-log.ts";
import { NearLimit, type NearLimitState } from "./near-limit.ts";
import { MEBIBYTE, usualPace, type Pace, type RecorderOptions } from "./options.ts";
import { prune } from "./prune.ts";
import { nextProfileMs } from "./schedule.ts";
import { Trouble } from "./trouble.ts";

/** A recording that goes on. */
export interface Recorder {
  /** Where this life is written: hand it to `recordEnd` when the process exits. */
  readonly lifeFolder: string;
  /** Ends the recording; what was begun is finished first. Says nothing of how the process ends. */
  stop(): Promise<void>;
}

const pruneEveryMs = 10 * 60_000;
/** A life takes this share of the folder's room, or less where many processes share it. */
const fewestShares = 4;
/** Waiting longer than this for the main thread, the resident size alone is written down. */
const mostWaitMs = 2000;
/** So many times as often as usual a line is written near the limit. */
const linesNearLimit = 4;
/** A timer that comes a little early is not late. */
const almost = 0.9;

/**
 * Starts to record this process: its memory every second, profiles at spread ages, the newest finding, and profiles in
 * quick succession when the heap nears its limit. Runs in the agent's worker thread, so that it goes on while the main
 * thread collects garbage. Never throws and never stops the process from ending; a folder that cannot be written to costs
 * one line on stderr.
 */
export function startRecorder(
  inputs: RecorderInputs,
  description: ProcessDescription,
  options: RecorderOptions = {},
): Recorder {
  return new FlightRecorder(inputs, description, options).start();
}

class FlightRecorder implements Recorder {
  readonly lifeFolder: string;
  readonly #inputs: RecorderInputs;
  readonly #options: RecorderOptions;
  readonly #pace: Pace;
  readonly #facts: LifeFacts;
  readonly #trouble: Trouble;
  readonly #log: MemoryLog;
  readonly #nearLimit: NearLimit | null;
  readonly #nearContainerLimit: NearLimit | null;
  #containerUsed: number | null = null;
  readonly #timers = new Set<NodeJS.Timeout>();
  #folder: LifeFolder | null = null;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #runningLives = 1;
  #endedLives: readonly string[] = [];
  #prunedAtMs = Number.NEGATIVE_INFINITY;
  #nextProfileMs: number;
  readonly #looks: LookSchedule;
  /** Ends the look for leaks that is under way. */
  #looking: AbortController | null = null;
  /** Whether the finding that is kept names a leak. */
  #namesLeak = false;
  /** What a profile last cost the main thread, milliseconds. */
  #costMs = 0;

  constructor(inputs: RecorderInputs, description: ProcessDescription, options: RecorderOptions) {
    this.#inputs = inputs;
    this.#options = options;
    this.#pace = { ...usualPace, lookMs: looksApartMs(description.heapLimitBytes), ...options.pace };
    this.lifeFolder = options.lifeFolder ?? planLife(options);
    this.#trouble = new Trouble(options.onTrouble);
    this.#log = new MemoryLog(this.lifeFolder);
    this.#facts = factsOf(description);
    this.#nearLimit = nearLimitOf(description.heapLimitBytes);
    this.#nearContainerLimit = nearLimitOf(this.#facts.containerLimitBytes);
    this.#nextProfileMs = Date.now() + this.#pace.profileMs;
    const limits = { heapBytes: description.heapLimitBytes, containerBytes: this.#facts.containerLimitBytes };
    this.#looks = new LookSchedule(Date.now(), limits, this.#pace.findingMs);
  }

  start(): this {
    this.#open();
    this.#after(0, () => this.#look());
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#running;
  }

  /** Brings in what Node itself left of lives that have ended. */
  async #adopt(): Promise<void> {
    for (const life of this.#endedLives) await adoptNativeProfiles(life);
    this.#endedLives = [];
  }

  #open(): void {
    this.#trouble.attempt(() => {
      this.#folder = LifeFolder.create(this.lifeFolder, this.#facts);
    });
  }

  /** One look at memory, and what it calls for; the next is set up whatever comes of it. */
  async #look(): Promise<void> {
    const record = recordOf(await this.#memory());
    const { due, watchClosely } = this.#judge(record);
    if (this.#write(record, watchClosely)) this.#seekFinding();
    if (due) this.#begin(() => this.#lastProfile(record));
    else if (record.atMs >= this.#nextProfileMs) this.#begin(() => this.#profile(false));
    this.#tidy(record.atMs);
    this.#after(watchClosely ? this.#pace.nearMs : this.#pace.lookMs, () => this.#look());
  }

  /** Looks are closer together than what is worth a line; false where it was not. */
  #write(record: MemoryRecord, watchClosely: boolean): boolean {
    if (this.#folder === null) this.#open();
    const apartMs = watchClosely ? this.#pace.memoryMs / linesNearLimit : this.#pace.memoryMs;
    const last = this.#log.last?.atMs ?? Number.NEGATIVE_INFINITY;
    if (this.#folder === null || record.atMs - last < apartMs * almost) return false;
    this.#trouble.attempt(() => this.#log.add(record));
    return true;
  }

  #judge({ atMs, heapUsed, containerUsed }: MemoryRecord): NearLimitState {
    const calm = { due: false, watchClosely: false };
    const heap = heapUsed === null ? calm : (this.#nearLimit?.read(atMs, heapUsed) ?? calm);
    const container = this.#judgeContainer(atMs, containerUsed) ?? calm;
    const isSilent = heapUsed === null && this.#nearLimit !== null;
    return {
      due: heap.due || container.due,
      watchClosely: heap.watchClosely || container.watchClosely || isSilent,
    };
  }

  /** The container is read about once a second: between two readings there is nothing to judge. */
  #judgeContainer(atMs: number, used: number | null): NearLimitState | null {
    if (used === null || used === this.#containerUsed) return null;
    this.#containerUsed = used;
    return this.#nearContainerLimit?.read(atMs, used) ?? null;
  }

  /** Memory, or null when the main thread does not answer in time. */
  async #memory(): Promise<MemoryReading | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, mostWaitMs, null);
      timer.unref();
    });
    try {
      return await Promise.race([this.#inputs.memory(), late]);
    } catch {
      return null; // The session is gone or the main thread stuck: the resident size is still worth a line.
    } finally {
      clearTimeout(timer);
    }
  }

  async #profile(nearLimit: boolean): Promise<void> {
    const begun = performance.now();
    const profile = await this.#inputs.profile();
    this.#costMs = performance.now() - begun;
    const atMs = Date.now();
    this.#nextProfileMs = nextProfileMs(atMs, atMs - this.#facts.startedAtMs, this.#costMs, this.#pace);
    if (profile !== null && this.#folder !== null) {
      const folder = this.#folder;
      this.#trouble.attempt(() =>
        folder.keepProfile(profile, { atMs, nearLimit, atLimit: false }, this.#room()),
      );
    }
  }

  /** A profile because the heap or the container nears its limit: one of these is the last. */
  async #lastProfile(before: MemoryRecord): Promise<void> {
    await this.#profile(true);
    const after = recordOf(await this.#memory());
    const taken = (near: NearLimit | null, pick: (record: MemoryRecord) => number | null): void => {
      const used = pick(before) ?? 0;
      near?.taken(after.atMs, this.#costMs, { before: used, after: pick(after) ?? used });
    };
    taken(this.#nearLimit, ({ heapUsed }) => heapUsed);
    taken(this.#nearContainerLimit, ({ containerUsed }) => containerUsed);
    await adoptNativeProfiles(this.lifeFolder);
  }

  /** Asks what grows when it is time; beside the profiles, which must not wait for an answer that takes its time. */
  #seekFinding(): void {
    if (this.#looks.isLate(this.#log.records)) this.#looking?.abort();
    const look = this.#inputs.finding === undefined ? null : this.#looks.begin(this.#log.records);
    if (look === null) return;
    void this.#lookForLeaks(look);
  }

  async #lookForLeaks(look: PlannedLook): Promise<void> {
    const looking = (this.#looking = new AbortController());
    const wanted = { ...look, until: looking.signal };
    const finding = (await this.#inputs.finding?.(wanted).catch(() => null)) ?? null;
    this.#looking = null;
    this.#looks.ended(Date.now(), finding);
    if (finding !== null) this.#keepFinding(finding);
  }

  /** A look that had to end early and saw nothing is no reason to forget what one before it named. */
  #keepFinding(finding: Finding): void {
    const folder = this.#folder;
    const namesLeak = finding.leaks.length > 0;
    if (folder === null || this.#stopped || (this.#namesLeak && !namesLeak && finding.window.endedEarly))
      return;
    this.#namesLeak = namesLeak;
    this.#trouble.attempt(() => folder.keepFinding(finding, Date.now()));
  }

  #room(): { profiles: number; bytes: number } {
    const { maximumProfiles = 16, maximumBytes = 64 * MEBIBYTE } = this.#options;
    return {
      profiles: Math.max(2, maximumProfiles),
      bytes: maximumBytes / Math.max(fewestShares, this.#runningLives + 1),
    };
  }

  #tidy(nowMs: number): void {
    if (this.#folder === null || nowMs - this.#prunedAtMs < pruneEveryMs) return;
    this.#prunedAtMs = nowMs;
    const { maximumLives = 16, maximumBytes = 64 * MEBIBYTE } = this.#options;
    this.#trouble.attempt(() => {
      const room = { bytes: maximumBytes, lives: maximumLives };
      const { running, ended } = prune(dirname(this.lifeFolder), this.lifeFolder, room, nowMs);
      this.#runningLives = running;
      this.#endedLives = ended;
    });
    this.#begin(() => this.#adopt());
  }

  /** One piece of work with the main thread at a time; what fails is as good as not done. */
  #begin(work: () => Promise<void>): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#running = work()
      .catch(() => {
        // The main thread's session is gone: it is ending, and the series goes on as long as the process does.
      })
      .finally(() => {
        this.#busy = false;
      });
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }
}

function nearLimitOf(bytes: number | null): NearLimit | null {
  return bytes === null ? null : new NearLimit(bytes);
}

/** A small heap fills fast: the smaller it is, the more often it is looked at; milliseconds. */
function looksApartMs(heapLimitBytes: number | null): number {
  if (heapLimitBytes === null) return usualPace.lookMs;
  return Math.min(usualPace.lookMs, Math.max(100, heapLimitBytes / (2 * MEBIBYTE)));
}

function factsOf(description: ProcessDescription): LifeFacts {
  return {
    version: 1,
    ...description,
    pid: process.pid,
    startedAtMs: Math.round(Date.now() - process.uptime() * 1000),
    node: process.version,
    cwd: process.cwd(),
    containerLimitBytes: containerMemory().limitBytes,
    identity: identityOf("self"),
  };
}

function recordOf(reading: MemoryReading | null): MemoryRecord {
  return {
    atMs: Date.now(),
    heapUsed: reading?.heapUsed ?? null,
    external: reading?.external ?? null,
    arrayBuffers: reading?.arrayBuffers ?? null,
    // The resident size is the process's, whichever thread asks.
    rss: reading?.rss ?? process.memoryUsage.rss(),
    heapAfterGc: reading?.heapAfterGc ?? null,
    containerUsed: containerMemory().usedBytes,
  };
}
