import type { Holder, Leak, Place } from "./finding.ts";

/** Counts of one growth taken at different moments differ by so much. */
const countingError = 0.06;
/** What is added for one request may be several entries in one holder and one in another. */
const mostTimes = 4;

/**
 * Holders that grow by one cause taken as one leak, worst first: a package that keeps what one call makes in five tables
 * leaks once, and a socket that is not closed has a timer too. The one whose inserts were seen comes first, as that is
 * the one to change; the others are told beside it.
 */
export function foldCoHolders(leaks: readonly Leak[]): Leak[] {
  const groups: Leak[][] = [];
  for (const leak of leaks) {
    const group = groups.find((each) => each.some((other) => isOneGrowth(leak, other)));
    if (group === undefined) groups.push([leak]);
    else group.push(leak);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : folded(group)));
}

/** The same of leaks whose bytes were booked to one of them each, so that together they are the sum. */
export function foldBookedCoHolders(leaks: readonly Leak[]): Leak[] {
  return foldCoHolders(leaks).map((leak) => withSum(leak, leaks));
}

function withSum(leak: Leak, all: readonly Leak[]): Leak {
  const holders = new Set([leak.holder, ...(leak.alsoHeldBy ?? [])]);
  const parts = all.filter(({ holder }) => holders.has(holder));
  return parts.length < 2 ? leak : { ...leak, ...summed(parts, leak) };
}

function summed(parts: readonly Leak[], { bytes, entries }: Leak): Pick<Leak, "bytes" | "explained"> {
  const sum = (of: (part: Leak) => number | null): number =>
    parts.reduce((total, part) => total + (of(part) ?? 0), 0);
  const known = (of: (part: Leak) => number | null): number | null =>
    parts.every((part) => of(part) === null) ? null : sum(of);
  const explained = known((part) => part.explained);
  const perEntry = known((part) => part.bytes.perEntry);
  const gained = entries === null ? 0 : entries.after - entries.before;
  return {
    bytes: {
      retained: bytes.retained === null ? null : Math.max(bytes.retained, (perEntry ?? 0) * gained),
      perEntry,
      perHour: known((part) => part.bytes.perHour),
    },
    explained: explained === null ? null : Math.min(1, explained),
  };
}

function isOneGrowth(a: Leak, b: Leak): boolean {
  if (a.holder === null || b.holder === null || !growAlike(a, b)) return false;
  const beside = areBeside(a.holder, b.holder) || rootOf(a.holder) === rootOf(b.holder);
  if (a.site === null || b.site === null) return beside || isBlind(a, b) || isBlind(b, a);
  if (!isSame(a.site.application ?? a.site, b.site.application ?? b.site))
    return areBeside(a.holder, b.holder);
  // Two collections that the application fills on one line are one only where they hang on one object.
  return a.package !== null || b.package !== null || rootOf(a.holder) === rootOf(b.holder);
}

/** Timers and handles without a place of their own go with what grows exactly as they do. */
function isBlind(a: Leak, b: Leak): boolean {
  return a.site === null && b.site !== null && (a.holder!.kind === "timers" || a.holder!.kind === "handles");
}

/** The variable that a path starts from: what hangs on one object and grows alike grows by one cause. */
function rootOf({ path }: Holder): string {
  return /^[\p{ID_Start}$_#][\p{ID_Continue}$]*/u.exec(path)?.[0] ?? path;
}

/** Whether both are fields of one object, or variables of one file that hold copies of the same. */
function areBeside(a: Holder, b: Holder): boolean {
  const owner = ({ path, name }: Holder): string => path.slice(0, -name.length);
  return (
    a.file !== null && a.file === b.file && owner(a) === owner(b) && a.scope === b.scope && a.kind === b.kind
  );
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line;
}

/** Whether one gains as many entries as the other, or a few times as many. */
function growAlike(a: Leak, b: Leak): boolean {
  const [less = 0, more = 0] = [a, b].map(({ entries }) => entries?.perSecond ?? 0).toSorted((x, y) => x - y);
  if (less <= 0) return false;
  const times = Math.round(more / less);
  return times <= mostTimes && Math.abs(more / less - times) <= countingError * times;
}

function folded(group: readonly Leak[]): Leak {
  const [main, ...others] = group.toSorted((a, b) => certainty(b) - certainty(a)) as [Leak, ...Leak[]];
  // What the holders keep is the same: where the first cannot be sized, another tells.
  const sized =
    main.bytes.perHour === null ? (others.find(({ bytes }) => bytes.perHour !== null) ?? main) : main;
  const { bytes, forecast, explained } = sized;
  return { ...main, bytes, forecast, explained, alsoHeldBy: others.map(({ holder }) => holder!) };
}

function certainty({ site }: Leak): number {
  if (site === null) return 0;
  return site.seenBy === "source text" ? 1 : 2;
}
