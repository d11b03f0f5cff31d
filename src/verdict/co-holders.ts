import type { Holder, Leak, Place } from "./finding.ts";

/** Counts of one growth taken at different moments differ by so much. */
const countingError = 0.06;
/** What is added for one request may be several entries in one holder and one in another. */
const mostTimes = 4;

/** Holders that belong to the entries of another that grows, and that one. */
export type Within = ReadonlyMap<Holder, Holder>;

/**
 * Holders that grow by one cause taken as one leak, worst first: a package that keeps what one call makes in five tables
 * leaks once, and a socket that is not closed has a timer too. The one whose inserts were seen comes first, as that is
 * the one to change; the others are told beside it. What belongs to entries of one that grows goes with it.
 */
export function foldCoHolders(leaks: readonly Leak[], within: Within = new Map()): Leak[] {
  let groups: Leak[][] = [];
  for (const leak of leaks) {
    const own = groups.find((each) => each.some((other) => isOneGrowth(leak, other)));
    const joined = groups.filter(
      (each) => each === own || each.some((other) => belongs(leak, other, within)),
    );
    const place = groups.indexOf(joined[0] ?? []);
    groups = groups.filter((each) => !joined.includes(each));
    groups.splice(place < 0 ? groups.length : place, 0, [...joined.flat(), leak]);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : foldedInto(group, within)));
}

function belongs(a: Leak, b: Leak, within: Within): boolean {
  if (a.holder === null || b.holder === null) return false;
  return within.get(a.holder) === b.holder || within.get(b.holder) === a.holder;
}

function isOneGrowth(a: Leak, b: Leak): boolean {
  if (a.holder === null || b.holder === null || !growAlike(a, b)) return false;
  const beside = areBeside(a.holder, b.holder) || rootOf(a.holder) === rootOf(b.holder);
  if (a.site === null || b.site === null) return beside || isBlind(a, b) || isBlind(b, a);
  if (!isSame(a.site.application ?? a.site, b.site.application ?? b.site))
    return areBeside(a.holder, b.holder) || areOfOnePackage(a, b) || areOfOneObject(a, b);
  // Two collections that the application fills on one line are one only where they hang on one object.
  return a.package !== null || b.package !== null || rootOf(a.holder) === rootOf(b.holder);
}

/** Timers that a package sets and never clears go with what else it keeps of the same call: who called it, a waiting timer does not say. */
function areOfOnePackage(a: Leak, b: Leak): boolean {
  const isTimers = ({ holder, site }: Leak): boolean =>
    holder!.kind === "timers" && site!.application === null;
  return isTimers(a) !== isTimers(b) && a.package !== null && a.package.name === b.package?.name;
}

/** Parts of one object, where the line of one was not observed: it may as well be that of the other. */
function areOfOneObject(a: Leak, b: Leak): boolean {
  const observed = [a, b].filter(({ site }) => site!.seenBy === "sampled inserts");
  return (
    observed.length === 1 &&
    ownerOf(a.holder!) !== "" &&
    a.holder!.file === b.holder!.file &&
    ownerOf(a.holder!) === ownerOf(b.holder!)
  );
}

/** Timers and handles without a place of their own go with what grows exactly as they do. */
function isBlind(a: Leak, b: Leak): boolean {
  return a.site === null && b.site !== null && (a.holder!.kind === "timers" || a.holder!.kind === "handles");
}

/** The variable that a path starts from: what hangs on one object and grows alike grows by one cause. */
export function rootOf({ path }: Holder): string {
  return /^[\p{ID_Start}$_#][\p{ID_Continue}$]*/u.exec(path)?.[0] ?? path;
}

/** Whether both are fields of one object, or variables of one file that hold copies of the same. */
function areBeside(a: Holder, b: Holder): boolean {
  return (
    a.file !== null &&
    a.file === b.file &&
    ownerOf(a) === ownerOf(b) &&
    a.scope === b.scope &&
    a.kind === b.kind
  );
}

/** The object whose field the holder is, as its path has it: `tokens.` of `tokens.#keys`; empty for a variable. */
function ownerOf({ path, name }: Holder): string {
  return path.slice(0, -name.length);
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line;
}

/** Whether one gains as many entries as the other, or a few times as many. */
export function growAlike(a: Leak, b: Leak): boolean {
  const [less = 0, more = 0] = [a, b].map(({ entries }) => entries?.perSecond ?? 0).toSorted((x, y) => x - y);
  if (less <= 0) return false;
  const times = Math.round(more / less);
  return times <= mostTimes && Math.abs(more / less - times) <= countingError * times;
}

/** One leak of several, the one to change first. */
export function foldedInto(group: readonly Leak[], within: Within = new Map()): Leak {
  const inside = ({ holder }: Leak): number => Number(holder !== null && within.has(holder));
  const [main, ...others] = group.toSorted(
    (a, b) => inside(a) - inside(b) || certainty(b) - certainty(a),
  ) as [Leak, ...Leak[]];
  // What the holders keep is the same, or parts of it: the one that keeps most tells.
  const perHour = ({ bytes }: Leak): number => bytes.perHour ?? 0;
  const sized = others.reduce((most, each) => (perHour(each) > perHour(most) ? each : most), main);
  const { bytes, forecast, explained } = sized;
  const also = others.map(({ holder }) => holder!);
  return { ...main, bytes, forecast, explained, alsoHeldBy: also.filter(isFirstOfPlace) };
}

/** Entries of a tree hang on many holders of one name and place: it is told once. */
function isFirstOfPlace({ path, file, line }: Holder, index: number, all: readonly Holder[]): boolean {
  return all.findIndex((each) => each.path === path && each.file === file && each.line === line) === index;
}

function certainty({ site }: Leak): number {
  if (site === null) return 0;
  if (site.seenBy === "source text") return 1;
  return site.seenBy === "allocation profile" ? 2 : 3;
}
