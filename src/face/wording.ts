import type { CollectionKind, Finding, Holder, Leak, Place, Site } from "#verdict";
import { count, counted, duration, percent, bytes } from "./units.ts";

const ENTRY_NOUNS: Readonly<Record<CollectionKind, readonly [one: string, many: string]>> = {
  Map: ["entry", "entries"],
  Set: ["entry", "entries"],
  Array: ["item", "items"],
  object: ["key", "keys"],
  listeners: ["listener", "listeners"],
  timers: ["timer", "timers"],
  promise: ["reaction", "reactions"],
  buffers: ["buffer", "buffers"],
  handles: ["handle", "handles"],
  modules: ["module", "modules"],
  chain: ["link", "links"],
  string: ["piece", "pieces"],
  allocation: ["object", "objects"],
};

const KIND_NAMES: Readonly<Record<CollectionKind, string>> = {
  Map: "Map",
  Set: "Set",
  Array: "Array",
  object: "object used as a dictionary",
  listeners: "listener list",
  timers: "timers",
  promise: "pending promise",
  buffers: "buffers",
  handles: "open handles",
  modules: "modules loaded again",
  chain: "linked objects",
  string: "string",
  allocation: "allocations",
};

/** What the collection of a leak counts, for one and for many: `listener`, `listeners`. */
export function entryNoun(leak: Leak): readonly [one: string, many: string] {
  return ENTRY_NOUNS[leak.holder?.kind ?? "allocation"];
}

/** The leak in one sentence: what grew, by how much, in which time, and whether anything was ever removed. */
export function leakSentence(leak: Leak, seconds: number): string {
  const name = leak.holder?.path ?? siteName(leak.site);
  // Of snapshots it may not be known how far apart they are.
  const time = seconds > 0 ? ` in ${duration(seconds)}` : "";
  if (leak.entries !== null) {
    const gained = counted(leak.entries.after - leak.entries.before, ...entryNoun(leak));
    return `${name} gained ${gained}${time}${removals(leak.entries.removed)}`;
  }
  const grown = leak.bytes.perHour === null ? null : (leak.bytes.perHour * seconds) / 3600;
  if (leak.holder !== null) {
    return grown === null ? `${name} keeps growing` : `${name} grew by ${bytes(grown)}${time}`;
  }
  return grown === null
    ? `memory allocated in ${name} keeps growing`
    : `memory allocated in ${name} grew by ${bytes(grown)}${time}`;
}

function removals(removed: number | null): string {
  if (removed === null) return "";
  return removed === 0
    ? " and lost none"
    : `, though ${count(removed)} ${removed === 1 ? "was" : "were"} removed`;
}

function siteName(site: Site | null): string {
  return site === null ? "an unknown place" : (site.function ?? placeText(site));
}

/** `Map in module scope`, `Array, class Pool`, `Set in each entry, module scope`, `ScopedMap in module scope`. */
export function holderKind(holder: Holder): string {
  // Of `rooms[…]` the line that declares shows the Map of rooms, and what grows is in these.
  const isInEntries = holder.path.endsWith("[…]");
  const kind = KIND_NAMES[holder.kind] + (isInEntries ? " in each entry" : "");
  const where = holder.scope === "module scope" && !isInEntries ? " in module scope" : `, ${holder.scope}`;
  const owner = holder.className;
  if (owner !== null && /^(?:Bounded(?:Map|Set|Array)|ScopedMap)$/.test(owner)) return owner + where;
  return owner === null || holder.scope.includes(owner)
    ? kind + where
    : `${kind}${where}, on ${/^[AEIOU]/iu.test(owner) ? "an" : "a"} ${owner}`;
}

/** `src/registry.ts:41:12`. */
export function placeText(place: Place): string {
  return `${place.file}:${place.line}${place.column === null ? "" : `:${place.column}`}`;
}

/** How much of the growth comes from a site, or how the site was learnt when that was not counted. */
export function siteShare(site: Site): string {
  return site.share === null
    ? SEEN_BY[site.seenBy].uncounted
    : SEEN_BY[site.seenBy].counted(percent(site.share));
}

const SEEN_BY: Readonly<
  Record<Site["seenBy"], { readonly uncounted: string; readonly counted: (share: string) => string }>
> = {
  "sampled inserts": { uncounted: "seen adding", counted: (share) => `${share} of inserts` },
  "allocation profile": { uncounted: "seen allocating", counted: (share) => `${share} of the bytes` },
  "callback location": {
    uncounted: "the callback that piles up",
    counted: (share) => `${share} of the callbacks`,
  },
  "source text": {
    uncounted: "read from the source, not seen running",
    counted: (share) => `${share}, read from the source, not seen running`,
  },
};

/**
 * The callers of a site as a chain, innermost first, `most` at most: `openSession ← onConnection`. Node's own
 * functions are left out: every server has `emit` on its stack.
 */
export function callChain(site: Site, most: number): string {
  const own = site.callers.filter((caller) => !caller.file.startsWith("node:"));
  const names = [site, ...own.slice(0, most)].map((place) => place.function ?? "(anonymous)");
  if (names.every((name) => name === "(anonymous)")) return "";
  return names.length === 1 ? `in ${names[0]}` : names.join(" ← ");
}

/** The process in one line: its name, Node version and age. */
export function targetText({ target }: Finding): string {
  const parts = [target.name];
  if (target.node !== null) parts.push(`Node ${target.node}`);
  if (target.uptimeSeconds !== null) parts.push(`up ${duration(target.uptimeSeconds)}`);
  return parts.join(" · ");
}
