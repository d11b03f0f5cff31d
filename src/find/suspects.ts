import { holderPath, sumOfCounts, withoutKey, type CountPoint } from "#verdict";
import type { CollectionFacts, WatchReport } from "#walk";
import type { CountHistory } from "./count-history.ts";
import type { InTargetProxy } from "./in-target-proxy.ts";

const mostDescribed = 400;
const mostWatched = 24;
const watchedPerPath = 3;
/** Entry sizes are estimated for so many; each costs the target a few milliseconds. */
const mostSized = 24;

/** Collections that grow and are reached by the same path, taken together: the inner arrays of a Map of arrays, say. */
export interface ObservedCollection {
  readonly facts: CollectionFacts;
  /** How many collections with this path were counted together. */
  readonly members: number;
  readonly points: readonly CountPoint[];
  /** It takes a pause to count, and was counted three times only. */
  readonly countedRarely: boolean;
  readonly watch: WatchReport | null;
  /** Why it could not be watched; null when it was. */
  readonly unwatched: string | null;
}

interface Group {
  readonly ids: number[];
  readonly facts: CollectionFacts;
  readonly unwatched: string[];
  readonly watched: number[];
}

/** The collections that keep growing, grouped by path, and the watches on them. */
export class Suspects {
  readonly #target: InTargetProxy;
  readonly #groups = new Map<string, Group>();
  readonly #known = new Set<number>();
  #watches = 0;
  #files: readonly string[] = [];
  #reports: readonly WatchReport[] = [];

  constructor(target: InTargetProxy) {
    this.#target = target;
  }

  get ids(): number[] {
    return [...this.#known];
  }

  /** Whether something that grows holds its entries weakly, so that only a full collection tells what it holds. */
  get someAreWeak(): boolean {
    return [...this.#groups.values()].some(({ facts }) => facts.weak);
  }

  /** The loaded modules, once something grows; needed to find the file of a variable. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** Takes up what grows by now. */
  async consider(history: CountHistory): Promise<void> {
    const fresh = history
      .growing()
      .filter((id) => !this.#known.has(id))
      .slice(0, mostDescribed - this.#known.size);
    this.#reports = await this.#target.harvest();
    if (fresh.length === 0) return;
    if (this.#files.length === 0) this.#files = await this.#target.files();
    for (const facts of await this.#target.describe(fresh, this.#groups.size < mostSized)) {
      this.#known.add(facts.id);
      const key = signatureOf(facts);
      const group = this.#groups.get(key) ?? { ids: [], facts, unwatched: [], watched: [] };
      group.ids.push(facts.id);
      this.#groups.set(key, group);
      if (group.watched.length < watchedPerPath && this.#watches < mostWatched)
        await this.#watch(facts.id, group);
    }
  }

  /** What grows most, for the progress line. */
  leading(history: CountHistory): string | null {
    let best: { gained: number; path: string } | null = null;
    for (const group of this.#groups.values()) {
      const gained = group.ids.reduce((sum, id) => sum + history.gained(id), 0);
      if (gained > (best?.gained ?? 0)) best = { gained, path: holderPath(group.facts.steps).path };
    }
    return best === null
      ? null
      : `${best.path} +${best.gained.toLocaleString("en").replaceAll(",", "\u2009")}`;
  }

  /** Ends the watches and gathers all that was seen, most gained first. */
  async finish(history: CountHistory): Promise<ObservedCollection[]> {
    const reports = new Map((await this.#harvest()).map((report) => [report.id, report]));
    const groups = joinSiblings([...this.#groups.values()])
      .map((group) => ({ group, points: sumOfCounts(group.ids.map((id) => history.points(id))) }))
      .sort((a, b) => gainedIn(b.points) - gainedIn(a.points));
    const representatives = groups.slice(0, mostSized).map(({ group }) => group.watched[0] ?? group.facts.id);
    const sized = new Map((await this.#sized(representatives)).map((facts) => [facts.id, facts]));
    return groups.map(({ group, points }) => ({
      facts: { ...(sized.get(group.watched[0] ?? group.facts.id) ?? group.facts), steps: group.facts.steps },
      members: group.ids.length,
      points,
      countedRarely: group.ids.some((id) => history.isRare(id)),
      watch: mergedReport(group.watched.flatMap((id) => reports.get(id) ?? [])),
      unwatched:
        group.watched.length > 0 ? null : (group.unwatched[0] ?? "too many collections grew at once"),
    }));
  }

  /** What the watches saw; when the target has ended, what they had seen before. */
  #harvest(): Promise<readonly WatchReport[]> {
    return this.#target.harvest().catch(() => this.#reports);
  }

  #sized(ids: readonly number[]): Promise<CollectionFacts[]> {
    return this.#target.describe(ids, true).catch(() => []);
  }

  async #watch(id: number, group: Group): Promise<void> {
    const outcome = await this.#target.watch(id);
    if (outcome.watched) {
      group.watched.push(id);
      this.#watches++;
    } else group.unwatched.push(outcome.reason);
  }
}

/** So many fields of one object that grow alike are keys rather than fields. */
const fewestSiblings = 3;

/**
 * Collections that hang on one object under different names, `index.a`, `index.b`, `index.c`, taken together as
 * `index[…]`: a tree of dictionaries grows in many places for one reason.
 */
function joinSiblings(groups: readonly Group[]): Group[] {
  const byParent = new Map<string, Group[]>();
  for (const group of groups) {
    const { facts } = group;
    const last = facts.steps.at(-1);
    const key =
      last?.kind === "property"
        ? signatureOf({ ...facts, steps: facts.steps.slice(0, -1) })
        : `${byParent.size}`;
    byParent.set(key, [...(byParent.get(key) ?? []), group]);
  }
  return [...byParent.values()].flatMap((siblings) => {
    const [first] = siblings;
    if (first === undefined || siblings.length < fewestSiblings) return siblings;
    const steps = [...first.facts.steps.slice(0, -1), { kind: "element" as const, name: "", className: "" }];
    return {
      ids: siblings.flatMap(({ ids }) => ids),
      facts: { ...first.facts, steps },
      unwatched: siblings.flatMap(({ unwatched }) => unwatched),
      watched: siblings.flatMap(({ watched }) => watched),
    };
  });
}

/** Collections with equal signatures are reached by the same expression. */
function signatureOf({ kind, steps, origins }: CollectionFacts): string {
  // A handle that the process keeps open has no name but its class.
  const where = steps
    .map((step) => `${step.kind} ${step.kind === "handle" ? step.className : withoutKey(step).name}`)
    .join("\n");
  return `${kind}\n${origins[0]?.files[0] ?? ""} ${origins[0]?.line ?? ""}\n${where}`;
}

function gainedIn(points: readonly CountPoint[]): number {
  return (points.at(-1)?.count ?? 0) - (points[0]?.count ?? 0);
}

/** Watches on collections of one path, as if they were one. */
function mergedReport(reports: readonly WatchReport[]): WatchReport | null {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0) return first ?? null;
  const survivors = reports.flatMap(({ survivors: each }) => each ?? []);
  return {
    id: first.id,
    inserts: total(reports, ({ inserts }) => inserts),
    removed: reports.some(({ removed }) => removed === null)
      ? null
      : total(reports, ({ removed }) => removed ?? 0),
    survivors:
      survivors.length === 0
        ? null
        : {
            alive: total(survivors, ({ alive }) => alive),
            sampled: total(survivors, ({ sampled }) => sampled),
          },
    stacks: reports.flatMap(({ stacks }) => stacks).sort((a, b) => b.weight - a.weight),
    samples: total(reports, ({ samples }) => samples),
    calls: reports.flatMap(({ calls = [] }) => calls),
  };
}

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
