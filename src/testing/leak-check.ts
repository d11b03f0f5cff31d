import { registry } from "#bounded";
import { growthSince, isRepeated, type CountGrowth } from "./growth-count.ts";
import { ObjectCounter, sizeOf } from "./live-objects.ts";
import { slopeOf, type Slope } from "./slope.ts";
import { drain, survivingBytes } from "./surviving-bytes.ts";

/** A scenario that is run again and again. */
export type Scenario = () => unknown;

/** How a scenario is judged. */
export interface LeakCheckOptions {
  /** Bytes an iteration may keep, below which nothing is reported; default 8. */
  readonly minLeak?: number;
  /** Time after which the verdict rests on what was seen, milliseconds; default 20 000. */
  readonly budgetMs?: number;
  /** How long clean-up may come after the last iteration, milliseconds; default 300. */
  readonly drainMs?: number;
  /** Names of classes or holders that may grow, such as a cache that is filled on purpose. */
  readonly allow?: readonly (string | RegExp)[];
  /** Collections may grow up to so many entries; default 0: not at all. */
  readonly bound?: number;
}

/** What a check measured. */
export interface LeakCheck {
  readonly leaks: boolean;
  readonly iterations: number;
  /** Bytes that survive, per iteration, with a 99 % interval. */
  readonly bytes: Slope;
  /** What there was more of, in the last phase. */
  readonly growth: readonly CountGrowth[];
  /** What grew and is no leak, in words. */
  readonly notes: readonly string[];
}

const DEVIATIONS = 2.58;
const BLOCK_MS = 15;
const FEWEST = 30;
const MOST = 1_500;
const ROUNDS = 4;
const WARM_UP_BLOCKS = 2;
const BLOCKS = 6;
const MOST_PHASES = 4;
/** What grows by less than this each iteration may be something that fills and empties, caught twice on its way up. */
const SPARSE = 0.5;
/** Growth of bytes alone has to come to this much: V8's own tables double now and then. */
const LEAST_BYTES = 2_048;

/**
 * Runs a scenario in phases of ever more iterations and says whether each of them leaves something behind: counts of
 * objects and entries decide where they can, surviving bytes where nothing can be counted (text that gets longer).
 * Something is a leak when it repeats at the same rate in two phases and does not go away after a pause.
 */
export async function checkForLeak(scenario: Scenario, options: LeakCheckOptions): Promise<LeakCheck> {
  const counter = new ObjectCounter();
  try {
    return await new LeakSearch(scenario, options, counter).run();
  } finally {
    counter.close();
  }
}

interface Phase {
  readonly bytes: Slope;
  readonly growth: readonly CountGrowth[];
  readonly grownBytes: number;
  /** The rate of the second half is well below that of the first. */
  readonly slowsDown: boolean;
  readonly notes: readonly string[];
}

class LeakSearch {
  readonly #scenario: Scenario;
  readonly #options: Required<LeakCheckOptions>;
  readonly #counter: ObjectCounter;
  #iterations = 0;

  constructor(scenario: Scenario, options: LeakCheckOptions, counter: ObjectCounter) {
    this.#scenario = scenario;
    this.#options = { minLeak: 8, budgetMs: 20_000, drainMs: 300, allow: [], bound: 0, ...options };
    this.#counter = counter;
  }

  async run(): Promise<LeakCheck> {
    const until = performance.now() + this.#options.budgetMs;
    let size = await this.#calibrate();
    for (let block = 0; block < WARM_UP_BLOCKS; block++) {
      await this.#repeat(size);
      await survivingBytes();
    }
    const earlier: Phase[] = [];
    for (;;) {
      const phase = await this.#phase(size);
      const verdict = await this.#judge(phase, earlier, performance.now() > until);
      if (verdict !== null) {
        const { bytes, growth, notes } = phase;
        return { leaks: verdict, iterations: this.#iterations, bytes, growth: verdict ? growth : [], notes };
      }
      earlier.unshift(phase);
      size *= 2;
    }
  }

  /** True or false when it is decided, null when another phase has to tell; the earlier phases are given latest first. */
  async #judge(phase: Phase, earlier: readonly Phase[], isLate: boolean): Promise<boolean | null> {
    const byCount = phase.growth.length > 0;
    const byBytes = this.#growsInBytes(phase);
    const isFirst = earlier.length === 0;
    if (!byCount && !byBytes)
      return phase.bytes.high < this.#options.minLeak || !isFirst || isLate ? false : null;
    const grewBefore = (phases: number, grew: (one: Phase) => boolean): boolean => {
      const needed = isLate ? 1 : phases;
      return earlier.length >= needed && earlier.slice(0, needed).every(grew);
    };
    const again = phase.growth.filter((growth) =>
      grewBefore(growth.perIteration < SPARSE ? 2 : 1, (one) => isRepeated(growth, one.growth)),
    );
    // Tables of V8 and what waits for finalization can grow through two phases too.
    const moreBytes = grewBefore(
      2,
      (one) => this.#growsInBytes(one) && phase.bytes.middle > 0.4 * one.bytes.middle,
    );
    if (again.length > 0 || (byBytes && moreBytes)) return !(await this.#drains(again, phase.grownBytes));
    return earlier.length + 1 >= MOST_PHASES || isLate
      ? byBytes && byCount && !(await this.#drains(phase.growth, phase.grownBytes))
      : null;
  }

  #growsInBytes({ bytes, grownBytes, slowsDown }: Phase): boolean {
    return bytes.low > this.#options.minLeak / 2 && grownBytes > LEAST_BYTES && !slowsDown;
  }

  /** How many iterations take about as long as a block should: the fastest round counts, others were held up. */
  async #calibrate(): Promise<number> {
    await this.#repeat(10);
    let each = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const from = performance.now();
      await this.#repeat(10);
      each = Math.min(each, (performance.now() - from) / 10);
    }
    return Math.min(MOST, Math.max(FEWEST, Math.round(BLOCK_MS / Math.max(0.000_5, each))));
  }

  async #phase(size: number): Promise<Phase> {
    await survivingBytes();
    const counted = this.#counter.count();
    const filled = fillLevels();
    const from = this.#iterations;
    await this.#repeat(Math.ceil(size / 2));
    const xs = [this.#iterations];
    const ys = [await survivingBytes()];
    for (let block = 0; block < BLOCKS; block++) {
      await this.#repeat(size);
      xs.push(this.#iterations);
      ys.push(await survivingBytes());
    }
    const iterations = this.#iterations - from;
    const all = growthSince(this.#counter, counted, iterations);
    const filling = fillingSince(filled, iterations);
    const growth = withoutFilling(
      all,
      filling.map(({ rate }) => rate),
    ).filter((one) => !this.#isAllowed(one));
    const half = xs.length >> 1;
    const first = slopeOf(xs.slice(0, half + 1), ys.slice(0, half + 1), DEVIATIONS).middle;
    const last = slopeOf(xs.slice(half), ys.slice(half), DEVIATIONS).middle;
    const explained = filling.length > 0 && growth.length === 0;
    return {
      bytes: slopeOf(xs, ys, DEVIATIONS),
      growth,
      grownBytes: explained ? 0 : (ys.at(-1) ?? 0) - (ys[0] ?? 0),
      slowsDown: first > 0 && last < 0.4 * first,
      notes: filling.map(({ words }) => words),
    };
  }

  #isAllowed({ name, what, count }: CountGrowth): boolean {
    if (what === "collection" && count <= this.#options.bound) return true;
    return this.#options.allow.some((allowed) =>
      typeof allowed === "string" ? allowed === name : allowed.test(name),
    );
  }

  /**
   * Whether what was kept goes away when there is time for it. Collections tell by their sizes; bytes only where none
   * grew, as other things are freed meanwhile.
   */
  async #drains(growth: readonly CountGrowth[], grownBytes: number): Promise<boolean> {
    const sizeNow = ({ ref }: CountGrowth): number => sizeOf(ref?.deref() ?? {}) ?? 0;
    const collections = growth
      .filter(({ what }) => what === "collection")
      .map((one) => ({ one, size: sizeNow(one) }));
    const before = await survivingBytes();
    await drain(this.#options.drainMs);
    const freed = before - (await survivingBytes());
    if (collections.length > 0) return collections.every(({ one, size }) => sizeNow(one) < size / 2);
    return grownBytes > LEAST_BYTES && freed > grownBytes / 2;
  }

  async #repeat(times: number): Promise<void> {
    for (let run = 0; run < times; run++) {
      const result = this.#scenario();
      if (isThenable(result)) await result;
      this.#iterations++;
    }
  }
}

interface Filling {
  /** Entries per iteration. */
  readonly rate: number;
  readonly words: string;
}

function fillLevels(): ReadonlyMap<string, number> {
  return new Map(registry.list().map(({ name, size }) => [name, size]));
}

/** Bounded collections that gained entries and have room for more: they are still filling, which is no leak. */
function fillingSince(before: ReadonlyMap<string, number>, iterations: number): readonly Filling[] {
  return registry.list().flatMap(({ name, size, max }) => {
    const gained = size - (before.get(name) ?? 0);
    if (gained <= 0) return [];
    return [
      {
        rate: gained / iterations,
        words: `${name} is still filling: ${size}${max === null ? "" : ` of ${max}`} entries`,
      },
    ];
  });
}

/**
 * Growth that no filling collection accounts for. A BoundedMap of ours keeps a Map of as many entries, and lists that
 * grow in leaps. What the values are made of cannot be told from other objects, so classes say nothing while one fills.
 */
function withoutFilling(growth: readonly CountGrowth[], rates: readonly number[]): readonly CountGrowth[] {
  if (rates.length === 0) return growth;
  const maps = [...rates];
  const lists = [...rates];
  return growth.filter(({ what, name, perIteration }) => {
    if (what === "class") return false;
    const left = name === "Array" ? lists : maps;
    const most = name === "Array" ? 5 : 1.15;
    const index = left.findIndex((rate) => perIteration > rate / 1.5 && perIteration < rate * most);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === "function";
}
