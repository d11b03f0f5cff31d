import { setTimeout as sleep } from "node:timers/promises";
import type { GrowingHolder } from "#snapshot";
import type { Sources } from "#source";
import { TargetError, type NodeTarget } from "#target";
import {
  holderOf,
  holderPath,
  holdersThatLeak,
  isSameHolder,
  leakOfHolder,
  type Holder,
  type Leak,
  type NamedHolder,
  type SnapshotLeak,
} from "#verdict";
import type { WatchReport } from "#walk";
import { declaredHolder, type DeclaredHolder } from "./declared-holder.ts";
import type { SnapshotOptions } from "./find-options.ts";
import { InTargetProxy } from "./in-target-proxy.ts";
import { isHealthy } from "./judged-growth.ts";
import { LiveObjects } from "./live-object.ts";
import { locateHolder } from "./locate-holder.ts";
import { leakInSource, scriptsOf } from "./leak-in-source.ts";
import { siteOfInserts } from "./locate-site.ts";
import type { ProcessLook } from "./process-look.ts";
import type { ComparedSnapshots } from "./two-snapshots.ts";

/** What snapshots say leaks, found again in the live process and in the source. */
interface NamedLeaks {
  readonly leaks: readonly SnapshotLeak[];
  readonly healthy: readonly NamedHolder[];
}

/** A holder that two snapshots say leaks. */
interface Suspect {
  readonly growing: GrowingHolder;
  readonly named: DeclaredHolder;
  /** The scripts as V8 knows them that may declare it and add to it. */
  readonly scripts: readonly string[];
}

const mostLeaks = 24;
/** What was found is watched for so long to see which line adds, or until each has so many samples. */
const longestWatchMs = 6_000;
const enoughSamples = 24;
const pollMs = 250;

/** Names what two snapshots say leaks, and the lines that add to it, as far as the target still knows. */
export async function snapshotLeaks(
  target: NodeTarget,
  { finding, waiting, threads, sources }: ProcessLook,
  { growth, seconds }: ComparedSnapshots,
  options: SnapshotOptions,
): Promise<NamedLeaks> {
  const live = new LiveObjects(target);
  const suspects: Suspect[] = [];
  const told = finding.leaks.flatMap(({ holder }) => holder ?? []);
  try {
    for (const growing of holdersThatLeak(growth).slice(0, mostLeaks)) {
      const suspect = await suspectOf(growing, live, sources);
      if (!waiting.some((each) => isSameHolder(each, suspect.named.holder))) suspects.push(suspect);
    }
    const fresh = suspects.filter(
      ({ named: { holder } }) => !told.some((known) => isSameHolder(known, holder)),
    );
    const reports = await watched(target, fresh, live, options);
    const span = { whole: growth, seconds, looks: 2 };
    return {
      leaks: await Promise.all(
        suspects.map(async (suspect) => ({
          leak: await placed(suspect, leakOfHolder(suspect.growing, span), reports, sources),
          coHolders: suspect.growing.coHolders.map((steps) => {
            const { name, path } = holderPath(steps);
            return { name, path, kind: suspect.named.holder.kind, file: null };
          }),
        })),
      ),
      healthy: await healthyLike(suspects, threads.main.observation, sources),
    };
  } finally {
    await live.release().catch(() => {});
  }
}

/** The holder with its name and place in the source. */
async function suspectOf(growing: GrowingHolder, live: LiveObjects, sources: Sources): Promise<Suspect> {
  const seen = holderOf(growing);
  const variable = growing.local === null ? null : await live.nameOf(growing.local);
  const holder = variable === null ? seen : withLocalName(seen, variable, growing);
  const scripts = scriptsOf(growing);
  return { growing, named: await declaredHolder(holder, scripts, sources), scripts };
}

/** `collected` for `a local of collect()`. */
function withLocalName(holder: Holder, variable: string, { place }: GrowingHolder): Holder {
  const unnamed = /^a local of [^()]*\(\)/u;
  return {
    ...holder,
    name: holder.name.replace(unnamed, variable),
    path: holder.path.replace(unnamed, variable),
    scope: place === null || place.function === "" ? holder.scope : `suspended ${place.function}()`,
    line: null,
  };
}

/** Who adds to the collections found: what a watch on each saw, by the holder. */
async function watched(
  target: NodeTarget,
  suspects: readonly Suspect[],
  live: LiveObjects,
  { windowMs, signal, onProgress }: SnapshotOptions,
): Promise<ReadonlyMap<GrowingHolder, WatchReport>> {
  const reports = new Map<GrowingHolder, WatchReport>();
  const watchable = suspects.filter(({ growing: { shape } }) => /^(?:Map|Set|Array)$/u.test(shape));
  if (watchable.length === 0) return reports;
  const proxy = await InTargetProxy.install(target);
  try {
    const holders = new Map<number, GrowingHolder>();
    for (const { growing } of watchable) {
      const handle = await live.handle(growing.id);
      const id = handle === null ? null : await proxy.adopt(handle);
      if (id !== null) holders.set(id, growing);
    }
    const end = performance.now() + Math.min(windowMs, longestWatchMs);
    while (holders.size > 0 && performance.now() < end) {
      if (signal?.aborted === true) break;
      onProgress?.({
        phase: "watching what the snapshots named",
        elapsedMs: windowMs,
        windowMs,
        suspect: null,
      });
      await sleep(pollMs);
      const seen = await proxy.harvest();
      for (const report of seen) reports.set(holders.get(report.id)!, report);
      if (seen.every(({ samples }) => samples >= enoughSamples)) break;
    }
  } catch (error) {
    // It may end at any time: what the snapshots say stands without the line that adds.
    if (!(error instanceof TargetError)) throw error;
  } finally {
    await proxy.remove();
  }
  return reports;
}

/** The leak with what a watch saw of the line that adds. */
async function placed(
  { growing, named, scripts }: Suspect,
  leak: Leak,
  reports: ReadonlyMap<GrowingHolder, WatchReport>,
  sources: Sources,
): Promise<Leak> {
  const report = reports.get(growing);
  const seen = report === undefined ? null : await siteOfInserts(report, sources);
  const { leak: found } = await leakInSource(
    { leak, growing, named, seen, importers: () => Promise.resolve([]) },
    scripts,
    sources,
  );
  return seen === null
    ? found
    : { ...found, evidence: [...found.evidence, `${report!.samples} sampled inserts`] };
}

/** The collections that were counted all through the window and found healthy, of those that are called like a suspect. */
async function healthyLike(
  suspects: readonly Suspect[],
  { suspects: observed, files }: ProcessLook["threads"]["main"]["observation"],
  sources: Sources,
): Promise<Holder[]> {
  const starts = new Set(suspects.map(({ named: { holder } }) => startOf(holder.path)));
  const alike = observed.filter(
    (each) => starts.has(startOf(holderPath(each.facts.steps).path)) && isHealthy(each),
  );
  return Promise.all(alike.map(async ({ facts }) => (await locateHolder(facts, [], files, sources)).holder));
}

/** The first name of a path, behind `exports`. */
function startOf(path: string): string {
  return path.replace(/^(?:exports|this)\./u, "").split(/[.[]/u, 1)[0]!;
}
