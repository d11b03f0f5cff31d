import type { Package, Place, Remedy, Site } from "./finding.ts";

/** A place that allocates few large blocks, as the table of a growing map or slice does. */
export interface GrowingTable {
  readonly place: Place;
  readonly blockBytes: number;
  /** The source text of the line; null when it was not read. */
  readonly excerpt: string | null;
}

/**
 * What to change, from the allocating stack alone: find what keeps the objects, and let go of them where the work they
 * were allocated for ends.
 */
export function allocationRemedy(site: Site, owner: Package | null, table: GrowingTable | null): Remedy {
  if (site.function === "runtime.malg") return GOROUTINES;
  const words = JAVASCRIPT.test(site.file) ? JAVASCRIPT_WORDS : GO_WORDS;
  const name = shortName(site.function);
  const caller = site.callers.find((one) => !one.file.startsWith("node:"));
  const advice: string[] = [];
  if (owner !== null) advice.push(packageAdvice(owner, site, words));
  if (table !== null) {
    const { place, blockBytes, excerpt } = table;
    const text = excerpt === null ? "" : `, \`${excerpt}\``;
    advice.push(
      `Look first at ${placed(place)} in ${shortName(place.function)}${text}: it allocates a few large blocks ` +
        `(${Math.round(blockBytes / 1024)} KiB each), as the table of a growing ${words.table} does.`,
    );
  }
  advice.push(
    caller === undefined
      ? `Find the ${words.keeper} that keeps what ${name} allocates, and take each entry out when its work is done.`
      : `${name} is called from ${shortName(caller.function)} (${placed(caller)}): find the ${words.keeper} that ` +
          `keeps what it allocates, and delete the entry when ${words.whenDone(shortName(caller.function))}.`,
    "Or bound what keeps them: a maximum size, or entries that expire.",
  );
  return { advice, code: [] };
}

const JAVASCRIPT = /\.[cm]?[jt]sx?$|^node:/;

interface Words {
  readonly table: string;
  readonly keeper: string;
  readonly release: string;
  readonly whenDone: (caller: string) => string;
}

const GO_WORDS: Words = {
  table: "map or slice",
  keeper: "map, slice or channel",
  release: "Close, Stop or Delete",
  whenDone: (caller) => `${caller} returns (defer), errors included`,
};

const JAVASCRIPT_WORDS: Words = {
  table: "Map or array",
  keeper: "Map, array, listener or closure",
  release: "close, destroy or remove",
  whenDone: (caller) =>
    `the work ${caller === "(anonymous)" ? "of that call" : `of ${caller}`} is done (finally), errors included`,
};

const GOROUTINES: Remedy = {
  advice: [
    "Goroutines are started and do not end: /debug/pprof/goroutine?debug=1 shows where they wait.",
    "Give each a way to end: a context that is cancelled, a channel that is closed, a deadline on the connection.",
  ],
  code: [],
};

function packageAdvice({ name, version }: Package, { application }: Site, words: Words): string {
  const called = application === null ? "" : ` Your code calls it at ${placed(application)}.`;
  const full = version === null ? name : `${name}@${version}`;
  return `The code that allocates is in ${full}: look for the ${words.release} that releases what it keeps.${called}`;
}

function placed({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** `newSession` of `main.newSession`; `cart.(*Cart).Add` of `example.com/shop/cart.(*Cart).Add`. */
function shortName(name: string | null): string {
  if (name === null) return "an unnamed function";
  const bare = name.split("[", 1)[0]!;
  return bare.slice(bare.lastIndexOf("/") + 1).replace(/^main\./, "");
}
