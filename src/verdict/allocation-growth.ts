import { frameOrigin, framePackage, type Frame } from "#profile";
import { allocationHistories, type AllocationHistory, type ProfileLook } from "./allocation-history.ts";
import { allocationRemedy, type GrowingTable } from "./allocation-remedy.ts";
import { smallestNoticed, steadyGrowth, type SteadyGrowth } from "./allocation-steadiness.ts";
import type { Entries, Leak, LeakBytes, Package, Place, Site } from "./finding.ts";

/** What the heap profiles of a window say. */
export interface AllocationGrowth {
  /** Worst first. */
  readonly growing: readonly GrowingAllocation[];
  /** Bytes that all growing places gained over the window, leaks or not. */
  readonly grown: number;
  /** A place that gained less than about this would not have been noticed, bytes. */
  readonly smallestNoticed: number;
}

/** One leak as heap profiles show it; `allocationLeak` tells it as part of a finding. */
export interface GrowingAllocation {
  /** `excerpt` is null: profiles have no source. */
  readonly site: Site;
  /** Where near the site a table grows: probably the map or slice that keeps what is allocated. */
  readonly table: GrowingTable | null;
  readonly package: Package | null;
  readonly entries: Entries;
  readonly bytes: LeakBytes;
  readonly evidence: readonly string[];
  readonly explained: number;
}

/** What a reader must know of every leak that rests on a profile alone. */
export const PROFILE_SAYS_WHERE_NOT_WHO =
  "A heap profile says where memory was allocated; it cannot say which variable still holds it.";

/** A smaller leak is told as part of a larger one that it shares a function of the program with, below this share. */
const mostForPart = 0.25;

/**
 * The leaks that two or more heap profiles of a window show, by allocation site; see `steadyGrowth` for what counts as
 * growth. Places of one function, and small ones that belong to the same work, are one leak: its main place is where most
 * bytes came from, and its entries are the objects allocated there. Pure; linear in the samples.
 */
export function allocationGrowth(looks: readonly ProfileLook[]): AllocationGrowth {
  const period = Number(looks[0]?.profile.period ?? 0n);
  const histories = looks.length < 2 ? [] : allocationHistories(looks);
  const grown = histories.reduce((sum, { bytes }) => sum + Math.max(0, bytes.at(-1)! - bytes[0]!), 0);
  const times = looks.map(({ atMs }) => atMs);
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  const growing = familiesOf(steadyGrowth(histories, times, period)).map((family) =>
    describe(family, { seconds, looks: looks.length, grown, table: growingTable(family, histories) }),
  );
  return { growing, grown, smallestNoticed: smallestNoticed(histories.length, period) };
}

/** The leak of a finding, without holder and forecast. `quote` gives the source text of a line where it can be read. */
export function allocationLeak(
  growing: GrowingAllocation,
  quote: (place: Place) => string | null = () => null,
): Leak {
  const { table, ...known } = growing;
  const site = { ...growing.site, excerpt: quote(growing.site) };
  const quoted = table === null ? null : { ...table, excerpt: quote(table.place) };
  return {
    ...known,
    site,
    holder: null,
    forecast: null,
    remedy: allocationRemedy(site, growing.package, quoted),
  };
}

/** Growing places told as one leak, most gained first. */
type Family = readonly [SteadyGrowth, ...SteadyGrowth[]];

function familiesOf(growths: readonly SteadyGrowth[]): Family[] {
  const families: [SteadyGrowth, ...SteadyGrowth[]][] = [];
  for (const growth of growths) {
    const family = families.find(([main]) => belongs(growth, main));
    if (family === undefined) families.push([growth]);
    else family.push(growth);
  }
  const gained = (family: Family): number => family.reduce((sum, { bytes }) => sum + bytes, 0);
  return families.toSorted((a, b) => gained(b) - gained(a));
}

function belongs(part: SteadyGrowth, main: SteadyGrowth): boolean {
  if (part.history.place.function === main.history.place.function) return true;
  if (part.bytes > main.bytes * mostForPart) return false;
  const ours = workOf(main.history);
  return workOf(part.history).some((name) => ours.includes(name));
}

/** The two innermost functions of the program's own code on a stack: what the allocation is done for. */
function workOf({ place, callers }: AllocationHistory): string[] {
  const own = [place, ...callers].filter((frame) => frameOrigin(frame) === "application");
  return own.slice(0, 2).map((frame) => frame.function);
}

interface Surroundings {
  readonly seconds: number;
  readonly looks: number;
  readonly grown: number;
  readonly table: GrowingTable | null;
}

function describe(family: Family, { seconds, looks, grown, table }: Surroundings): GrowingAllocation {
  const [main] = family;
  const sum = (pick: (growth: SteadyGrowth) => number): number =>
    family.reduce((all, one) => all + pick(one), 0);
  const bytes = sum((one) => one.bytes);
  const objects = main.history.objects;
  return {
    site: siteOf(family, bytes),
    table,
    package: framePackage(main.history.place),
    entries: {
      before: Math.round(objects[0]!),
      after: Math.round(objects.at(-1)!),
      perSecond: main.objects / seconds,
      removed: null,
    },
    bytes: {
      retained: sum((one) => one.history.bytes.at(-1)!),
      perEntry: bytes / main.objects,
      perHour: (bytes / seconds) * 3600,
    },
    evidence: evidenceOf(
      main,
      looks,
      sum((one) => one.samples),
    ),
    explained: Math.min(1, bytes / grown),
  };
}

function siteOf(family: Family, bytes: number): Site {
  const [main, ...rest] = family;
  const { place, callers } = main.history;
  const own = callers.find((frame) => frameOrigin(frame) === "application");
  return {
    ...placeOf(place),
    share: main.bytes / bytes,
    excerpt: null,
    application: frameOrigin(place) === "application" || own === undefined ? null : placeOf(own),
    callers: callers.map(placeOf),
    others: rest.map((other) => Object.assign(placeOf(other.history.place), { share: other.bytes / bytes })),
    seenBy: "allocation profile",
  };
}

function placeOf(frame: Frame): Place {
  return {
    function: frame.function,
    file: frame.file,
    line: frame.line,
    column: frame.column === 0 ? null : frame.column,
  };
}

function evidenceOf({ turnover }: SteadyGrowth, looks: number, samples: number): string[] {
  const evidence = [
    `allocation profile: ${looks} heap profiles, about ${about(samples)} sampled allocations that stayed`,
  ];
  if (turnover !== null) {
    evidence.push(
      `about ${about(turnover.allocated)} allocated there in the window, ${freed(turnover.freed)}`,
    );
  }
  return evidence;
}

function freed(objects: number): string {
  return objects < 1 ? "none freed" : `about ${about(objects)} freed`;
}

/** An estimate to two digits, thousands apart. */
function about(value: number): string {
  const rounded = value < 10 ? Math.round(value) : Number(value.toPrecision(2));
  return String(rounded).replace(/\B(?=(?:\d{3})+$)/g, " ");
}

/** A block this large and so few of them is a table, not entries. */
const tableBytes = 32 * 1024;
const mostTables = 16;

/**
 * The place near a leak that holds few and large blocks, which grow: what a Go map or slice with many entries looks
 * like to the allocator, for it is one block, and a new one of twice the size when it is full.
 */
function growingTable(family: Family, histories: readonly AllocationHistory[]): GrowingTable | null {
  const work = new Set(family.flatMap(({ history }) => workOf(history)));
  let table: GrowingTable | null = null;
  for (const { place, bytes, objects } of histories) {
    const count = Math.max(1, objects.at(-1)!);
    const blockBytes = bytes.at(-1)! / count;
    const grew = bytes.at(-1)! > bytes[0]! * 1.2;
    const near = work.has(place.function) && !family.some(({ history }) => history.place === place);
    if (!near || !grew || count > mostTables || blockBytes < tableBytes) continue;
    if (table === null || blockBytes > table.blockBytes)
      table = { place: placeOf(place), blockBytes, excerpt: null };
  }
  return table;
}
