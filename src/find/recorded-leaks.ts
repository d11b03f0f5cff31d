import { Sources } from "#source";
import type { LifeRecord } from "#recorder";
import { firstLimit } from "#series";
import {
  allocationGrowth,
  allocationLeak,
  ranked,
  type Ending,
  type Forecast,
  type GrowingAllocation,
  type Leak,
  type MemoryLimit,
  type Place,
  type Site,
} from "#verdict";
import { emptyLike, type RecordedLooks } from "./recorded-profiles.ts";
import { allocationOf } from "./same-work.ts";

/** A mean entry of nearly the sampling interval is no entry: the profile counts samples, not objects. */
const sampleShare = 0.8;
/** Of one profile alone, a place is a leak only when it holds so much of the limit that was reached. */
const leastOfLimit = 0.25;
/** Share of all that grew. */
const leastExplained = 0.02;

/**
 * In a look shorter than this a list that is emptied now and then can be seen only to fill. What the profiles do not show to
 * grow as well comes after all else then.
 */
const shortSeconds = 20;

/** What is known of a life when its leaks are told. */
export interface LeakContext {
  readonly life: LifeRecord;
  readonly recorded: RecordedLooks;
  readonly ending: Ending;
  readonly limits: readonly MemoryLimit[];
}

/**
 * What leaked in a recorded life: the leaks of the last finding that was made while it ran, which name the holder, with
 * the sizes of the last profiles; and the places that grew from profile to profile which it did not know of.
 */
export async function leaksOf(context: LeakContext): Promise<Leak[]> {
  const { life, recorded, limits, ending } = context;
  const growing = growthIn(context);
  const cwd = life.facts?.cwd ?? process.cwd();
  const sources = new Sources({ cwd });
  const period = Number(recorded.looks[0]?.profile.period ?? 0n);
  const grown: Leak[] = [];
  for (const one of growing) grown.push(await leakAt(one, sources, period));
  const secondsBeforeEnd = Math.round((life.lastSeenMs - (life.finding?.atMs ?? 0)) / 1000);
  const matched = new Set<Leak>();
  const sure: Leak[] = [];
  const unsure: Leak[] = [];
  for (const leak of foundIn(life)) {
    const seen = await allocationOf(leak, grown, { sources, cwd });
    if (seen !== undefined) matched.add(seen);
    const isSure = seen !== undefined || !wasShort(life);
    (isSure ? sure : unsure).push(withLastSeen(leak, seen, secondsBeforeEnd));
  }
  sure.push(...grown.filter((leak) => !matched.has(leak)));
  return [...ranked(sure), ...ranked(unsure)].map((leak) =>
    Object.assign({}, leak, { forecast: forecastOf(leak, limits, ending) }),
  );
}

function wasShort({ finding }: LifeRecord): boolean {
  return (finding?.finding.window.seconds ?? 0) < shortSeconds;
}

/** The leaks of the last finding; of a short look without those that are a trifle beside the largest. */
function foundIn(life: LifeRecord): readonly Leak[] {
  const leaks = life.finding?.finding.leaks ?? [];
  const most = Math.max(0, ...leaks.map(({ bytes }) => bytes.perHour ?? 0));
  return wasShort(life)
    ? leaks.filter(({ bytes }) => (bytes.perHour ?? most) >= most * leastExplained)
    : leaks;
}

/**
 * What grew from profile to profile. Of one profile, and where nothing grew steadily although the process reached a limit
 * (its last stretch is spent collecting garbage, and grows slower), what holds a good part of that limit at the end.
 */
function growthIn(context: LeakContext): GrowingAllocation[] {
  const { looks, profiles } = context.recorded;
  const steady = profiles === 1 ? [] : allocationGrowth(looks).growing.filter(isWorthTelling);
  const last = looks.at(-1);
  if (steady.length > 0 || last === undefined) return [...steady];
  const wholeLife = [{ atMs: 0, profile: emptyLike(last.profile) }, last];
  return allocationGrowth(wholeLife).growing.filter((growing) => fillsLimit(growing, context));
}

/** What no program allocated (V8's own `(EXTERNAL)`, `(V8 API)`) is no place, and a trifle beside the rest is no leak. */
function isWorthTelling({ site, explained }: GrowingAllocation): boolean {
  return site.file !== "" && explained >= leastExplained;
}

/** A leak of the agent's last finding, at least as large as the profiles at the end show it. */
function withLastSeen(leak: Leak, seen: Leak | undefined, secondsBeforeEnd: number): Leak {
  const { retained, perEntry, perHour } = leak.bytes;
  const atEnd = Math.max(retained ?? 0, seen?.bytes.retained ?? 0);
  return {
    ...leak,
    bytes: {
      retained: atEnd === 0 ? null : atEnd,
      perEntry,
      perHour: perHour ?? seen?.bytes.perHour ?? null,
    },
    evidence: [...leak.evidence, `looked at ${secondsBeforeEnd} s before the end`],
  };
}

function fillsLimit({ bytes }: GrowingAllocation, { ending, limits }: LeakContext): boolean {
  const limit = limits.find(({ kind }) => kind === ending.cause);
  return limit !== undefined && (bytes.retained ?? 0) >= limit.bytes * leastOfLimit;
}

async function leakAt(growing: GrowingAllocation, sources: Sources, period: number): Promise<Leak> {
  const site = await siteIn(growing.site, sources);
  const excerpt = await sources.excerpt(site.file, site.line);
  const shown = displayed(site, sources);
  const countsSamples = period > 1 && (growing.bytes.perEntry ?? 0) >= period * sampleShare;
  const leak = allocationLeak(
    {
      ...growing,
      site: shown,
      package: packageOf(growing, sources),
      // Which blocks are large cannot be told where only samples are counted.
      table: countsSamples ? null : growing.table,
    },
    (place) => (placeKey(place) === placeKey(shown) ? excerpt : null),
  );
  if (!countsSamples) return leak;
  return { ...leak, entries: null, bytes: { ...leak.bytes, perEntry: null } };
}

function packageOf({ site, package: owner }: GrowingAllocation, sources: Sources): Leak["package"] {
  return owner === null ? null : (sources.package(site.file) ?? owner);
}

/** The places as they were written, where source maps on this machine lead there. */
async function siteIn(site: Site, sources: Sources): Promise<Site> {
  const original = async <P extends Place>(place: P): Promise<P> => {
    const { file, line, column } = await sources.place(place.file, place.line, place.column ?? 1);
    return { ...place, file, line, column };
  };
  return {
    ...(await original(site)),
    application: site.application === null ? null : await original(site.application),
    callers: await Promise.all(site.callers.map(original)),
    others: await Promise.all(site.others.filter(({ file }) => file !== "").map(original)),
  };
}

function displayed(site: Site, sources: Sources): Site {
  const shown = <P extends Place>(place: P): P => ({ ...place, file: sources.display(place.file) });
  return {
    ...shown(site),
    application: site.application === null ? null : shown(site.application),
    callers: site.callers.map(shown),
    others: site.others.map(shown),
  };
}

function placeKey({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** When the first limit was reached, or would have been; zero seconds for the one that ended the process. */
function forecastOf({ bytes }: Leak, limits: readonly MemoryLimit[], { cause }: Ending): Forecast | null {
  const reached = limits.find(({ kind }) => kind === cause);
  if (reached !== undefined)
    return { limit: reached.kind, limitBytes: reached.bytes, lowSeconds: 0, highSeconds: 0 };
  if (bytes.perHour === null) return null;
  const rate = { low: bytes.perHour * 0.7, middle: bytes.perHour, high: bytes.perHour * 1.4 };
  const first = firstLimit(limits, rate);
  return first && { limit: first.limit.kind, limitBytes: first.limit.bytes, ...first.time };
}
