import type { Holder, Remedy, Site } from "./finding.ts";

/** What an entry's life could be tied to at the place that adds it, in the program's own names. */
export interface Lifetime {
  readonly owner: string;
  readonly event: string;
  readonly listen: "once" | "addEventListener";
  readonly key: string | null;
}

/** What is known of the code around a leak. */
export interface RemedyFacts {
  readonly holder: Holder;
  readonly site: Site | null;
  readonly lifetime: Lifetime | null;
  /** Lines in the holder's file that remove from it. */
  readonly removals: readonly { readonly line: number; readonly excerpt: string }[];
  readonly removed: number | null;
  readonly package: string | null;
}

/** What to change, best first: undo the insert where its reason ends, else bound the collection. */
export function remedyFor(facts: RemedyFacts): Remedy {
  const { holder, removals, removed } = facts;
  if (holder.kind === "timers") return timersRemedy(facts);
  if (holder.kind === "listeners") return listenersRemedy(facts);
  const advice: string[] = [];
  const code: string[] = [];
  if (facts.package !== null) advice.push(...packageAdvice(facts));
  if (removals.length > 0) {
    const lines = removals
      .slice(0, 3)
      .map(({ line }) => `${holder.file}:${line}`)
      .join(", ");
    const seen =
      removed === 0
        ? "it never ran while watched"
        : removed === null
          ? "it did not keep up"
          : `it ran for ${removed} entries, too few`;
    advice.push(
      `There is a removal at ${lines}, but ${seen}: make it run on every path, errors and aborts included.`,
    );
  }
  const { lifetime } = facts;
  if (lifetime !== null) {
    advice.push(`Remove the entry when ${lifetime.owner} ends ('${lifetime.event}').`);
    code.push(listening(lifetime, removal(holder, lifetime.key)));
  } else if (removals.length === 0) {
    advice.push(
      `Remove each entry when what it was added for ends; nothing in ${holder.file ?? "the code"} removes any now.`,
    );
  }
  advice.push(boundAdvice(holder));
  const bounded = boundCode(holder);
  if (bounded !== null) code.push(bounded);
  return { advice, code };
}

function removal({ path, kind }: Holder, key: string | null): string {
  const at = key ?? "key";
  if (kind === "object") return `delete ${path}[${at}]`;
  if (kind === "Array") return `${path}.splice(${path}.indexOf(${at}), 1)`;
  return `${path}.delete(${at})`;
}

function listening({ owner, event, listen }: Lifetime, statement: string): string {
  return listen === "once"
    ? `${owner}.once("${event}", () => ${statement})`
    : `${owner}.addEventListener("${event}", () => ${statement}, { once: true })`;
}

function boundAdvice({ kind }: Holder): string {
  if (kind === "Array")
    return "Or keep only the newest entries, or hand them on in batches and empty the array.";
  if (kind === "Set") return "Or bound it: a maximum size, or entries that expire.";
  return "Or bound it: a maximum size and a time to live, so that old entries go when new ones come.";
}

function boundCode({ kind, name, path }: Holder): string | null {
  if (kind === "Array") return `if (${path}.length > 10_000) ${path}.splice(0, 1_000)`;
  if (kind === "Map" || kind === "object")
    return `const ${/^[\w$]+$/.test(name) ? name : "entries"} = new LRUCache({ max: 10_000, ttl: 30 * 60_000 })  // npm: lru-cache`;
  return null;
}

function packageAdvice({ package: name, site }: RemedyFacts): string[] {
  const called = site?.application;
  const where = called ? ` Your code calls it at ${called.file}:${called.line}.` : "";
  return [
    `The code that adds is in ${name}: look for a newer version, or for the call that releases what it keeps.${where}`,
  ];
}

function listenersRemedy({ holder, site, package: name }: RemedyFacts): Remedy {
  const emitter = holder.path.replace(/\._events(?:\.[\w$]+|\[.*\])$/, "");
  const isTarget = /AbortSignal|EventTarget/.test(holder.className ?? "");
  const event = JSON.stringify(holder.name);
  const advice =
    name === null
      ? []
      : packageAdvice({ holder, site, package: name, lifetime: null, removals: [], removed: null });
  advice.push(
    `Take each listener off again when the work that added it is done; ${emitter} lives on and keeps every one.`,
  );
  advice.push("Or add one listener once, outside the code that runs for each request.");
  const code = isTarget
    ? [
        `${emitter}.addEventListener(${event}, listener, { once: true })`,
        `${emitter}.removeEventListener(${event}, listener)  // when done`,
      ]
    : [`${emitter}.off(${event}, listener)  // when done`];
  return { advice, code };
}

function timersRemedy({ site }: RemedyFacts): Remedy {
  const where = site === null ? "" : ` (set near ${site.file}:${site.line})`;
  return {
    advice: [
      `Clear the timer when what it waits for has happened${where}: each one waiting keeps its callback and all that it closes over.`,
      "For a timeout around an operation, clear it in a finally block.",
    ],
    code: ["const timer = setTimeout(onTimeout, ms)", "try { await work() } finally { clearTimeout(timer) }"],
  };
}
