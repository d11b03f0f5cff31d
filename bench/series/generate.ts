/**
 * Ten days of memory of a made-up service, sampled irregularly, with the garbage that collections leave standing,
 * noise, gaps, restarts, and what its kind adds. The generator knows nothing of how series are judged.
 */
import { normal, randomNumbers } from "../../src/series/random.ts";
import type { Sample } from "../../src/series/life.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const DAYS = 10;

/** A made-up series and the truth about it. */
export interface Series {
  readonly samples: readonly Sample[];
  readonly limit: number;
  /** When the process ran out of memory. */
  readonly deaths: readonly number[];
}

type Random = () => number;

/** What a kind adds to flat memory, as shares of its base; each is drawn anew for every series. */
interface Shape {
  readonly leakDays?: readonly [number, number];
  readonly leak?: "steady" | "with load" | "doubling table";
  readonly daily?: readonly [number, number];
  readonly officeHours?: boolean;
  readonly warmUp?: { readonly rise: readonly [number, number]; readonly hours: readonly [number, number] };
  readonly wander?: { readonly share: readonly [number, number]; readonly hours: readonly [number, number] };
  readonly steps?: number;
  readonly deployDays?: readonly [number, number];
  readonly nightlyBatch?: boolean;
}

const QUICK_WARM_UP = { rise: [0.5, 1.5], hours: [0.1, 1.6] } as const;

/** Every kind of service; those with `leakDays` leak. */
export const kinds: Readonly<Record<string, Shape>> = {
  flat: {},
  "warm-up": { warmUp: QUICK_WARM_UP },
  "slow warm-up": { warmUp: { rise: [0.5, 1.5], hours: [2, 12] } },
  "cache fills for days": { warmUp: { rise: [0.5, 1.5], hours: [15, 45] } },
  "daily cycle": { daily: [0.1, 0.4] },
  "office hours": { daily: [0.2, 0.6], officeHours: true },
  "nightly batch": { nightlyBatch: true, daily: [0.02, 0.1] },
  "wandering cache": { wander: { share: [0.1, 0.25], hours: [1, 6] } },
  "three steps": { steps: 3 },
  "daily and deploys": { daily: [0.1, 0.4], deployDays: [1, 3] },
  "leak, hours": { leakDays: [0.4, 1], leak: "steady" },
  "leak, crash loop": { leakDays: [0.03, 0.1], leak: "steady" },
  "leak, 4 days": { leakDays: [3, 5], leak: "steady" },
  "leak, 10 days": { leakDays: [7, 13], leak: "steady" },
  "leak with load": { leakDays: [3, 5], leak: "with load", daily: [0.1, 0.4] },
  "leak, warm-up": { leakDays: [3, 5], leak: "steady", warmUp: QUICK_WARM_UP },
  "leak, small cycle": { leakDays: [5, 9], leak: "steady", daily: [0.05, 0.2] },
  "leak, staircase": { leakDays: [3, 5], leak: "doubling table" },
  "leak and deploys": { leakDays: [5, 8], leak: "steady", deployDays: [1, 3], daily: [0.05, 0.2] },
};

/** One series of a kind; the same for the same seed. */
export function generate(shape: Shape, seed: number): Series {
  const random = randomNumbers(seed);
  const service = drawService(shape, random);
  const samples: Sample[] = [];
  const deaths: number[] = [];
  let life = newLife(0);
  let nextDeploy = service.deployEvery;
  let now = 0;
  while (now < DAYS * DAY) {
    const step = random() < 0.0008 ? HOUR * (0.5 + 3 * random()) : service.every * (0.5 + random());
    now += step;
    life = advance(life, service, now, step, random);
    const live = liveBytes(life, service, now, random);
    if (live > service.limit) {
      deaths.push(now);
      life = newLife(now);
    } else if (now > nextDeploy) {
      life = newLife(now);
      nextDeploy = now + service.deployEvery * (0.5 + random());
    } else {
      samples.push({ atMs: now, value: live + service.garbage * random(), startedAtMs: life.startMs });
    }
  }
  return { samples, limit: service.limit, deaths };
}

interface Life {
  readonly startMs: number;
  readonly leaked: number;
  readonly wander: number;
}

function newLife(startMs: number): Life {
  return { startMs, leaked: 0, wander: 0 };
}

type Service = ReturnType<typeof drawService>;

function drawService(shape: Shape, random: Random) {
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random();
  const base = between([80e6, 200e6]);
  const limit = base * between([3, 5]);
  const leakMs = shape.leakDays ? between(shape.leakDays) * DAY : Number.POSITIVE_INFINITY;
  return {
    shape,
    base,
    limit,
    // A process that lives for an hour is measured more often than one that lives for weeks.
    every: leakMs < 0.2 * DAY ? 30_000 : 90_000,
    leakPerMs: (limit - 1.2 * base) / leakMs,
    daily: base * between(shape.daily ?? [0, 0.03]),
    phase: random() * DAY,
    noise: base * between([0.01, 0.03]),
    garbage: base * between([0.15, 0.5]),
    warmUp: base * between(shape.warmUp?.rise ?? [0, 0.15]),
    warmUpMs: HOUR * between(shape.warmUp?.hours ?? [0.1, 1.6]),
    wander: base * between(shape.wander?.share ?? [0, 0.01]),
    wanderMs: HOUR * between(shape.wander?.hours ?? [1, 6]),
    steps: Array.from({ length: shape.steps ?? 0 }, () => ({
      atMs: random() * DAYS * DAY,
      size: base * between([0.1, 0.4]),
    })),
    deployEvery: shape.deployDays ? between(shape.deployDays) * DAY : Number.POSITIVE_INFINITY,
    batch: shape.nightlyBatch ? base * between([0.5, 1]) : 0,
  };
}

function advance(life: Life, service: Service, now: number, step: number, random: Random): Life {
  const share = service.shape.leak === "with load" ? Math.max(0, 1 + 0.9 * wave(now, service)) : 1;
  const kept = Math.exp(-step / service.wanderMs);
  return {
    ...life,
    leaked: life.leaked + service.leakPerMs * step * share,
    wander: life.wander * kept + service.wander * Math.sqrt(1 - kept * kept) * normal(random),
  };
}

function liveBytes(life: Life, service: Service, now: number, random: Random): number {
  const { base, daily, shape } = service;
  const load = shape.officeHours ? officeHours(now, service) : wave(now, service);
  const steps = service.steps.reduce((sum, { atMs, size }) => sum + (now > atMs ? size : 0), 0);
  const batch = (now + service.phase) % DAY < 1.5 * HOUR ? service.batch : 0;
  const warmUp = service.warmUp * -Math.expm1(-(now - life.startMs) / service.warmUpMs);
  const leaked = shape.leak === "doubling table" ? staircase(life.leaked, base) : life.leaked;
  return base + warmUp + daily * load + leaked + life.wander + steps + batch + service.noise * normal(random);
}

function wave(now: number, { phase }: Service): number {
  return Math.sin((2 * Math.PI * (now + phase)) / DAY);
}

/** Quick up in the morning, a plateau, quick down in the evening, next to nothing at the week's end. */
function officeHours(now: number, { phase }: Service): number {
  const hour = ((now + phase) % DAY) / HOUR;
  const weekend = Math.floor((now + phase) / DAY) % 7 >= 5;
  const day = 1 / (1 + Math.exp((9 - hour) * 2)) - 1 / (1 + Math.exp((18 - hour) * 2));
  return (weekend ? 0.15 : 1) * day;
}

/** Half of what leaks is the entries; the other half is a table that doubles when it is full. */
function staircase(leaked: number, base: number): number {
  const first = base / 16;
  return leaked / 2 + (leaked < first ? 0 : first * 2 ** Math.floor(Math.log2(leaked / first))) / 2;
}
