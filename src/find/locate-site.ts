import type { CallerPlace, CollectionChange, NamingLine, Sources } from "#source";
import type { ScriptPlace } from "#snapshot";
import type { Holder, Package, Place, Site } from "#verdict";
import type { CollectionFacts, Frame, WatchReport } from "#walk";
import type { AllocatingStack } from "./allocation-sampling.ts";

/** A site, and the files it lies in for those who read on. */
export interface LocatedSite {
  readonly site: Site;
  /** The original file, as a path. */
  readonly file: string;
  readonly package: Package | null;
  /** The callers in their original files, as paths. */
  readonly callers: readonly CallerPlace[];
}

const mostOthers = 3;
const mostCallers = 5;
const excerptWidth = 100;

/** The frames of the likeliest stack that belong to files; what Node itself does in between is left out. */
export function programFrames(frames: readonly Frame[]): Frame[] {
  return frames.filter(({ file }) => file !== "" && !file.startsWith("node:"));
}

/** The line that adds most entries, from the stacks a watch sampled. */
export async function siteOfInserts(report: WatchReport, sources: Sources): Promise<LocatedSite | null> {
  const leadsToApplication = (frames: readonly Frame[]): boolean =>
    sources.nearestApplicationFrame(frames) !== null;
  const byLine = new Map<string, { weight: number; frames: Frame[]; heaviest: number }>();
  for (const { weight, frames } of report.stacks) {
    const own = programFrames(frames);
    const top = own[0];
    if (top === undefined) continue;
    const key = `${top.file}:${top.line}:${top.column}`;
    const known = byLine.get(key);
    if (known === undefined) byLine.set(key, { weight, frames: own, heaviest: weight });
    else {
      known.weight += weight;
      // Of the stacks of one line, one that leads to the application says more.
      const leads = Number(leadsToApplication(own)) - Number(leadsToApplication(known.frames));
      if (leads > 0 || (leads === 0 && weight > known.heaviest))
        Object.assign(known, { frames: own, heaviest: weight });
    }
  }
  const lines = [...byLine.values()].sort((a, b) => b.weight - a.weight);
  const total = lines.reduce((sum, { weight }) => sum + weight, 0);
  const first = lines[0];
  if (first === undefined) return null;
  const others: (Place & { share: number })[] = [];
  for (const { frames, weight } of lines.slice(1, 1 + mostOthers))
    others.push({ ...(await placeOf(frames[0]!, sources)), share: weight / total });
  return siteAt(first.frames, { share: first.weight / total, others, seenBy: "sampled inserts" }, sources);
}

/** Where the callbacks of timers stand. */
export async function siteOfCallbacks(
  facts: CollectionFacts,
  files: readonly string[],
  sources: Sources,
): Promise<LocatedSite | null> {
  const callback = facts.callbacks[0];
  if (callback === undefined || callback.text === null) return null;
  const { text, line, column, name } = callback;
  const script = await sources.locate({ text, line, column }, [...new Set([...callback.files, ...files])]);
  if (script === null) return null;
  const sampled = facts.callbacks.reduce((sum, { sampled: count }) => sum + count, 0);
  const frame = { function: name, file: script, line: line + 1, column: column + 1 };
  return siteAt(
    [frame],
    { share: callback.sampled / sampled, others: [], seenBy: "callback location" },
    sources,
  );
}

/** Where a function stands of which ever more are kept, by its place in a snapshot. */
export async function siteOfFunction(
  { script, function: name, line, column }: ScriptPlace,
  sources: Sources,
): Promise<LocatedSite | null> {
  if (script === "" || script.startsWith("node:") || line === null || column === null) return null;
  const frame = { function: name, file: script, line, column };
  return siteAt([frame], { share: null, others: [], seenBy: "callback location" }, sources);
}

/** What else is known of a collection whose inserts were not seen. */
export interface KnownStacks {
  readonly stacks: readonly AllocatingStack[];
  readonly calls: NonNullable<WatchReport["calls"]>;
}

/**
 * Where the text says that entries are added, when insertions could not be watched. Of several such lines, the one in
 * the function that was seen called most, or that allocated most of what stayed.
 */
export async function siteInText(
  file: string,
  { path, line, className }: Pick<Holder, "path" | "line" | "className">,
  { stacks, calls }: KnownStacks,
  sources: Sources,
): Promise<LocatedSite | null> {
  const { inserts } = await sources.changes(file, path, {
    ...(line !== null && { declaredAt: line }),
    ...(className !== null && { ofClass: className }),
  });
  const called = calls.filter(({ method }) => inserts.some((insert) => insert.function === method));
  const insert = inserts.find((each) => each.function === busiest(called)?.method) ?? inserts[0];
  if (called.length === 0) {
    const allocated = await insertThatAllocates(inserts, file, stacks, sources);
    if (allocated !== null) return allocated;
  }
  return insert === undefined ? null : siteOfText(file, insert, called, sources);
}

/** Where a link is put to a chain by one of its fields, `last.next = link`: in the method that made it longer, where that was seen. */
export async function siteOfLinks(
  file: string,
  fields: readonly string[],
  calls: KnownStacks["calls"],
  sources: Sources,
): Promise<LocatedSite | null> {
  const links = (await Promise.all(fields.map((field) => sources.links(file, field)))).flat();
  const method = busiest(calls)?.method;
  const insert = links.find((each) => each.function === method) ?? links[0];
  return insert === undefined ? null : siteOfText(file, insert, calls, sources);
}

/** The first of the lines that give a variable or field another value; one that appends to it before others. */
export async function siteOfAssignments(
  file: string,
  { path, line }: Pick<Holder, "path" | "line">,
  sources: Sources,
): Promise<LocatedSite | null> {
  const lines = await sources.assignments(file, path, line === null ? {} : { declaredAt: line });
  const first = lines.find(({ excerpt }) => excerpt.includes("+=")) ?? lines[0];
  return first === undefined ? null : siteOfText(file, first, [], sources);
}

/** Of the lines that call one of these methods of what a path leads to, the one that is chosen: the first. */
export async function siteOfCalls(
  file: string,
  { path, line }: Pick<Holder, "path" | "line">,
  methods: readonly string[],
  sources: Sources,
  choose: (lines: readonly NamingLine[]) => NamingLine | undefined = ([first]) => first,
): Promise<LocatedSite | null> {
  const lines = await sources.calls(file, path, methods, line === null ? {} : { declaredAt: line });
  const chosen = choose(lines);
  return chosen === undefined ? null : siteOfText(file, chosen, [], sources);
}

/** Where a text is appended to, where nothing in the program may begin it anew, and where something may. */
export async function siteOfAppends(
  file: string,
  { path, line }: Pick<Holder, "path" | "line">,
  others: readonly string[],
  sources: Sources,
): Promise<{ readonly site: LocatedSite | null; readonly reset: Place | null }> {
  const own = await sources.textGrowth(file, path, line === null ? {} : { declaredAt: line });
  const [append] = own.appends;
  const site = append === undefined ? null : await siteOfText(file, append, [], sources);
  // A variable is given its values in its own file.
  const elsewhere = path.includes(".") ? others.filter((other) => other !== file) : [];
  for (const reading of [file, ...elsewhere]) {
    const { resets } = reading === file ? own : await sources.textGrowth(reading, path);
    if (resets[0] === undefined) continue;
    const { line: at, column } = resets[0];
    const place = await sources.place(reading, at, column);
    return { site, reset: { function: resets[0].function, ...place, file: sources.display(place.file) } };
  }
  return { site, reset: null };
}

type Calls = KnownStacks["calls"][number];

function busiest(calls: KnownStacks["calls"]): Calls | null {
  const weight = ({ stacks }: Calls): number => stacks.reduce((sum, each) => sum + each.weight, 0);
  return calls.toSorted((a, b) => weight(b) - weight(a))[0] ?? null;
}

/** A line that was read, with the callers of its method, where they were seen. */
async function siteOfText(
  file: string,
  insert: Pick<CollectionChange, "function" | "line" | "column" | "excerpt">,
  calls: KnownStacks["calls"],
  sources: Sources,
): Promise<LocatedSite> {
  const read = { file, line: insert.line, column: insert.column, function: insert.function ?? "" };
  const callers = calls.find(({ method }) => method === insert.function) ?? busiest(calls);
  const frames = programFrames(callers?.stacks[0]?.frames ?? []);
  const located = await siteAt(
    [read, ...frames],
    { share: null, others: [], seenBy: "source text" },
    sources,
  );
  const { function: name, excerpt } = insert;
  return { ...located, site: { ...located.site, function: name, excerpt: located.site.excerpt ?? excerpt } };
}

/** The insert as the text has it, at a site that was observed: what a remedy is worked out from. */
export async function changeAtSite(
  file: string,
  holder: string,
  line: number,
  sources: Sources,
): Promise<CollectionChange | null> {
  const { inserts } = await sources.changes(file, holder);
  return inserts.find((insert) => insert.line === line) ?? null;
}

interface Allocated {
  readonly insert: CollectionChange;
  bytes: number;
  frames: readonly Frame[];
}

/** The inserting line whose function is on most of the stacks that allocated; null when it is on none. */
async function insertThatAllocates(
  inserts: readonly CollectionChange[],
  file: string,
  stacks: readonly AllocatingStack[],
  sources: Sources,
): Promise<LocatedSite | null> {
  const found = new Map<CollectionChange, Allocated>();
  for (const { bytes, frames } of stacks) {
    const [insert, depth] = await insertOn(frames, inserts, file, sources);
    if (insert === null) continue;
    const known = found.get(insert);
    if (known === undefined) found.set(insert, { insert, bytes, frames: programFrames(frames.slice(depth)) });
    else known.bytes += bytes;
  }
  const ranked = [...found.values()].toSorted((a, b) => b.bytes - a.bytes);
  const best = ranked[0];
  if (best === undefined) return null;
  const total = ranked.reduce((sum, { bytes }) => sum + bytes, 0);
  const { site, ...rest } = await siteAt(
    best.frames,
    { share: best.bytes / total, others: [], seenBy: "allocation profile" },
    sources,
  );
  const { line, column, excerpt } = best.insert;
  return { ...rest, file, site: { ...site, file: sources.display(file), line, column, excerpt } };
}

/** The innermost frame that is a function of the file with an inserting line, and that line. */
async function insertOn(
  frames: readonly Frame[],
  inserts: readonly CollectionChange[],
  file: string,
  sources: Sources,
): Promise<readonly [insert: CollectionChange | null, depth: number]> {
  for (const [depth, frame] of frames.entries()) {
    const insert = inserts.find((each) => each.function !== null && frame.function === each.function);
    if (insert === undefined) continue;
    const place = await sources.place(frame.file, frame.line, frame.column);
    if (sources.display(place.file) === sources.display(file)) return [insert, depth];
  }
  return [null, 0];
}

async function siteAt(
  frames: readonly Frame[],
  seen: Pick<Site, "share" | "others" | "seenBy">,
  sources: Sources,
): Promise<LocatedSite> {
  const top = frames[0]!;
  const place = await sources.place(top.file, top.line, top.column);
  const nearest = sources.nearestApplicationFrame(frames);
  const callers = await Promise.all(
    frames.slice(1, 1 + mostCallers).map(async (frame) => ({
      function: frame.function || null,
      place: await sources.place(frame.file, frame.line, frame.column),
    })),
  );
  return {
    site: {
      function: top.function || null,
      file: sources.display(place.file),
      line: place.line,
      column: place.column,
      excerpt: await sources.excerptAt(place, excerptWidth),
      application: nearest === null || nearest === top ? null : await placeOf(nearest, sources),
      callers: callers.map(({ function: name, place: { file, line, column } }) => ({
        function: name,
        file: sources.display(file),
        line,
        column,
      })),
      ...seen,
    },
    file: place.file,
    package: packageOf(top.file, sources),
    callers: callers.map((caller) => caller.place),
  };
}

async function placeOf(frame: Frame, sources: Sources): Promise<Place> {
  const { file, line, column } = await sources.place(frame.file, frame.line, frame.column);
  return { function: frame.function || null, file: sources.display(file), line, column };
}

function packageOf(file: string, sources: Sources): Package | null {
  const found = sources.package(file);
  return found === null ? null : { name: found.name, version: found.version };
}
