import type { GrowingHolder, ScriptPlace } from "#snapshot";
import type { NamingLine, Sources } from "#source";
import { emitterOf, type Holder } from "#verdict";
import { declarationAmong } from "./declared-among.ts";
import type { DeclaredHolder } from "./declared-holder.ts";
import {
  siteInText,
  siteOfAssignments,
  siteOfCalls,
  siteOfFunction,
  siteOfLinks,
  type LocatedSite,
} from "./locate-site.ts";

const nothingSeen = { stacks: [], calls: [] };

/** What Node.js keeps in fields of its own, which a program fills by calling the object that has them. */
const filledByCalls: readonly (readonly [field: RegExp, methods: readonly string[]])[] = [
  [/\._(?:readable|writable)State\b.*$/u, ["write", "push", "unshift", "end"]],
  [/\[Symbol\(kState\)\]\.queue.*$/u, ["enqueue"]],
  [/\._subscribers$/u, ["subscribe"]],
];

/** Where to read. */
interface Readable {
  /** The scripts that may declare a holder and add to it, likeliest first. */
  readonly scripts: readonly string[];
  /** The scripts that import another. */
  readonly importers: (script: string) => Promise<readonly string[]>;
}

/** What of a holder tells where it is added to. */
type Held = Pick<GrowingHolder, "callback" | "links" | "typeName">;

/**
 * Where what two snapshots saw stay is added, without anybody having watched: the function that was added, where functions
 * pile up, else what the text of the scripts says, and of those that import the one that declares the holder. null where neither
 * tells.
 */
export async function siteOfGrowth(
  growing: Held,
  { holder, declared }: DeclaredHolder,
  { scripts, importers }: Readable,
  sources: Sources,
): Promise<LocatedSite | null> {
  if (holder.kind === "promise") return siteOfWaiting(growing, holder, scripts, sources);
  if (holder.kind === "listeners") return siteOfListening(growing, holder, scripts, sources);
  if (growing.callback !== null) return siteOfFunction(growing.callback, sources);
  // Nobody writes the name of a list of timers.
  if (holder.kind === "timers") return null;
  for (const script of scripts) {
    const line = declared?.ran.script === script ? declared.ran.line : null;
    const site = await siteInScript(growing, { ...holder, line }, script, sources);
    if (site !== null) return site;
  }
  if (declared === null) return null;
  const path = holder.path.replace(/^exports\./u, "");
  for (const script of await importers(declared.ran.script)) {
    if (scripts.includes(script) || (await declaresOwn(script, path, sources))) continue;
    const site = await siteInScript(growing, { ...holder, path, line: null }, script, sources);
    if (site !== null) return site;
  }
  return null;
}

const listening = ["on", "once", "addListener", "prependListener", "prependOnceListener", "addEventListener"];

/** Where the listener that piles up is put on, where the text has one line that does; else where it stands. */
async function siteOfListening(
  { callback }: Held,
  { path, name }: Holder,
  scripts: readonly string[],
  sources: Sources,
): Promise<LocatedSite | null> {
  const emitter = { path: emitterOf(path), line: null };
  for (const script of new Set([...(callback === null ? [] : [callback.script]), ...scripts])) {
    const choose = (lines: readonly NamingLine[]): NamingLine | undefined =>
      lineListening(lines, name, callback);
    const site = await siteOfCalls(script, emitter, listening, sources, choose);
    if (site !== null) return site;
  }
  return callback === null ? null : siteOfFunction(callback, sources);
}

function lineListening(
  lines: readonly NamingLine[],
  event: string,
  callback: ScriptPlace | null,
): NamingLine | undefined {
  const quoted = [`"${event}"`, `'${event}'`, `\`${event}\``];
  const ofEvent = lines.filter(({ excerpt }) => quoted.some((text) => excerpt.includes(text)));
  // Where the function stands is the same line, and was seen.
  if (callback !== null && ofEvent.some(({ line }) => line === callback.line)) return undefined;
  const called = callback?.function ?? "";
  const named = ofEvent.filter(({ excerpt }) => called !== "" && excerpt.includes(called));
  const [first, ...others] = named.length > 0 ? named : ofEvent;
  return others.length === 0 ? first : undefined;
}

/** Where a promise is waited for: by the function that the snapshot shows waiting, where it shows one. */
async function siteOfWaiting(
  { callback }: Held,
  { path }: Holder,
  scripts: readonly string[],
  sources: Sources,
): Promise<LocatedSite | null> {
  const promise = { path: path.replace(/\.then\(…\).*$/u, ""), line: null };
  for (const script of scripts) {
    const choose = (lines: readonly NamingLine[]): NamingLine | undefined =>
      callback?.script === script ? lineWaiting(lines, callback) : lines[0];
    const site = await siteOfCalls(script, promise, ["await", "then", "race"], sources, choose);
    if (site !== null) return site;
  }
  return callback === null ? null : siteOfFunction(callback, sources);
}

function lineWaiting(lines: readonly NamingLine[], callback: ScriptPlace): NamingLine | undefined {
  return (
    lines.find(({ line }) => line === callback.line) ??
    lines.find(({ function: name }) => name !== null && name === callback.function)
  );
}

/** Whether a script has a variable of its own of a name that it could import. */
async function declaresOwn(script: string, path: string, sources: Sources): Promise<boolean> {
  const declared = /^[\w$]+$/u.test(path) ? await declarationAmong([script], [path], sources) : null;
  return declared !== null && !declared.imported;
}

async function siteInScript(
  { links, typeName }: Held,
  holder: Holder,
  script: string,
  sources: Sources,
): Promise<LocatedSite | null> {
  const { path, line, kind } = holder;
  const [field, methods] = filledByCalls.find(([inside]) => inside.test(path)) ?? [null, []];
  if (field !== null) return siteOfCalls(script, { path: path.replace(field, ""), line }, methods, sources);
  if (typeName === "FinalizationRegistry") return siteOfCalls(script, holder, ["register"], sources);
  const inserts =
    (await siteInText(script, holder, nothingSeen, sources)) ??
    (await siteOfLinks(script, links, [], sources));
  if (inserts !== null) return inserts;
  // What is no collection becomes longer by being given another value: a text, bytes, the head of a chain.
  const isGiven = kind === "string" || kind === "buffers" || (kind === "chain" && !path.includes("."));
  return isGiven ? siteOfAssignments(script, holder, sources) : null;
}
