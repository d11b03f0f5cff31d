import { growthBySite, type Frame, type Profile, type SiteGrowth } from "#profile";

/** A line of a program that a profile blames, with what changed there. */
export interface SiteChange {
  readonly function: string;
  readonly file: string;
  /** 1-based; 0 when not known. */
  readonly line: number;
  readonly before: number;
  readonly after: number;
  /** `after - before`. */
  readonly change: number;
  /** Share of all that grew, 0 to 1; 0 for what did not. */
  readonly shareOfGrowth: number;
  /** The change in an hour at this pace; null when the profiles do not say when they were taken. */
  readonly perHour: number | null;
  /** The stack that changed most of those through this line, leaf first. */
  readonly stack: readonly Frame[];
}

/** What changed from one profile to another: what `sawtooth diff --json` prints. */
export interface ProfileDiff {
  readonly version: 1;
  readonly sampleType: string;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** Sum of the changes of sites that grew, and of those that shrank. */
  readonly grown: number;
  readonly shrunk: number;
  /** Seconds between the two; null when the profiles do not say, or say they were not taken in this order. */
  readonly seconds: number | null;
  readonly perHour: number | null;
  /** Sites that changed, most grown first, most shrunk last. */
  readonly sites: readonly SiteChange[];
}

/**
 * Compares two profiles site by site: the innermost line of each stack that is not the platform's. Unlike pprof's
 * `-base` it keeps before and after, and signs. Throws RangeError where a profile has not the sample type.
 */
export function profileDiff(before: Profile, after: Profile, sampleType: string): ProfileDiff {
  typeOf(before, sampleType);
  const { unit } = typeOf(after, sampleType);
  const growth = growthBySite(before, after, sampleType);
  const nanos = after.timeNanos - before.timeNanos;
  const isKnown = before.timeNanos !== 0n && nanos > 0n;
  const seconds = isKnown ? Number(nanos) / 1e9 : null;
  const perHour = (change: number): number | null => (seconds === null ? null : (change * 3600) / seconds);
  const sites = bySite(growth.sites);
  const grown = sites.reduce((sum, { change }) => sum + Math.max(0, change), 0);
  const shrunk = sites.reduce((sum, { change }) => sum + Math.min(0, change), 0);
  const change = growth.after - growth.before;
  return {
    version: 1,
    sampleType,
    unit,
    before: growth.before,
    after: growth.after,
    change,
    grown,
    shrunk,
    seconds,
    perHour: perHour(change),
    sites: sites.map((site) => rated(site, grown, perHour(site.change))),
  };
}

function typeOf({ sampleTypes }: Profile, name: string): { readonly unit: string } {
  const found = sampleTypes.find(({ type }) => type === name);
  if (found !== undefined) return found;
  const names = sampleTypes.map(({ type }) => type).join(", ");
  throw new RangeError(`no sample type ${name}: the profile has ${names === "" ? "none" : names}`);
}

function rated(site: Draft, grown: number, perHour: number | null): SiteChange {
  return { ...site, shareOfGrowth: site.change > 0 ? site.change / grown : 0, perHour };
}

type Draft = Omit<SiteChange, "shareOfGrowth" | "perHour">;

function bySite(stacks: readonly SiteGrowth[]): Draft[] {
  const groups = new Map<string, SiteGrowth[]>();
  for (const stack of stacks) {
    const { function: name, file, line } = stack.frames[stack.named] ?? NOWHERE;
    const key = `${name}\0${file}\0${line}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stack]);
    else group.push(stack);
  }
  return Array.from(groups.values(), draft)
    .filter(({ change }) => change !== 0)
    .sort((a, b) => b.change - a.change);
}

const NOWHERE: Frame = { function: "(no stack)", file: "", line: 0, column: 0 };

function draft(group: readonly SiteGrowth[]): Draft {
  const most = group.reduce((a, b) => (Math.abs(b.delta) > Math.abs(a.delta) ? b : a));
  const { function: name, file, line } = most.frames[most.named] ?? NOWHERE;
  const sum = (pick: (stack: SiteGrowth) => number): number => group.reduce((all, one) => all + pick(one), 0);
  return {
    function: name,
    file,
    line,
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    change: sum(({ delta }) => delta),
    stack: most.frames,
  };
}
