import { emitterOf } from "./holder-path.ts";
import type { Holder, Remedy, Site } from "./finding.ts";

/** What an entry's life could be tied to at the place that adds it, in the program's own names. */
export interface Lifetime {
  readonly owner: string;
  readonly event: string;
  readonly listen: "once" | "addEventListener";
  readonly key: string | null;
  /** Where the owner is at hand, and a listener for its end that is there already. */
  readonly file: string;
  readonly line: number;
  /** Whether that is in the class that adds. */
  readonly inClass: boolean;
  readonly handler: { readonly line: number } | null;
}

/** A line that removes from the holder. */
export interface Removal {
  readonly file: string;
  readonly line: number;
}

/** What is known of the code around a leak. */
export interface RemedyFacts {
  readonly holder: Holder;
  readonly site: Site | null;
  readonly lifetime: Lifetime | null;
  readonly removals: readonly Removal[];
  readonly removed: number | null;
  readonly package: string | null;
}

/** An advice and the code that goes with it; empty where there is none. */
type Step = readonly [advice: string, code: string];

/** What to change, best first: undo the insert where its reason ends, else bound the collection. */
export function remedyFor(facts: RemedyFacts): Remedy {
  const steps = stepsFor(facts);
  return { advice: steps.map(([advice]) => advice), code: steps.map(([, code]) => code) };
}

function stepsFor(facts: RemedyFacts): Step[] {
  const { holder, site, lifetime } = facts;
  if (facts.package !== null) return [packageStep(facts.package, site)];
  if (holder.kind === "timers") return timerSteps(site);
  if (holder.kind === "listeners") return listenerSteps(holder);
  if (holder.kind === "promise") return promiseSteps(holder, site);
  if (holder.kind === "modules") return [MODULES];
  if (holder.kind === "handles") return handleSteps(holder, site);
  if (holder.className === "ScopedMap") return scopedSteps(holder);
  if (holder.file?.startsWith("node:") === true) return [nodeStep(holder)];
  if (holder.kind === "string" || holder.kind === "buffers") return lengthSteps(holder);
  const steps: Step[] = [];
  if (facts.removals.length > 0) steps.push([removalAdvice(facts), ""]);
  if (lifetime !== null) {
    steps.push(lifetimeStep(holder, lifetime));
  } else if (facts.removals.length === 0) {
    const where = holder.file === null ? "" : `; nothing in ${holder.file} removes any now`;
    steps.push([`Remove each entry when what it was added for has ended${where}.`, ""]);
  }
  steps.push(boundStep(holder));
  return steps;
}

function removalAdvice({ removals, removed }: RemedyFacts): string {
  const shown = removals.slice(0, 3).map(({ file, line }) => `${file}:${line}`);
  const where = shown.join(", ");
  const one = removals.length === 1;
  if (removed === null)
    return `Entries are removed at ${where}, but not as many as come: make it run on every path, errors and aborts included.`;
  if (removed > 0)
    return `Entries are removed at ${where}, but only ${removed} went while more came: find the path that leaves without removing.`;
  return `The ${one ? "removal" : "removals"} at ${where} never ran while watched: make ${one ? "it" : "them"} run on every path, errors and aborts included.`;
}

function lifetimeStep(holder: Holder, lifetime: Lifetime): Step {
  const { owner, event, file, line, handler } = lifetime;
  const isReachable = lifetime.inClass || !writable(holder).startsWith("this.");
  const statement = isReachable ? removal(holder, lifetime.key) : "";
  const sign = statement === "" ? "." : ":";
  if (handler !== null)
    return [
      `Remove the entry when its ${owner} ends, in the '${event}' listener at ${file}:${handler.line}${sign}`,
      statement,
    ];
  return [
    `Remove the entry when its ${owner} ends, beside ${file}:${line}${sign}`,
    statement === "" ? "" : listening(lifetime, statement),
  ];
}

/** The holder as its program can write it: a private field only inside its class, where it is one of `this` or of the class. */
function writable({ path, name }: Holder): string {
  return path.endsWith("…]")
    ? path
    : name.startsWith("#") && !/^[A-Z][\w$]*\.#/.test(path)
      ? `this.${name}`
      : path;
}

function removal(holder: Holder, key: string | null): string {
  const { kind } = holder;
  const path = writable(holder);
  // A path with a key left out is no code.
  if (path.includes("…")) return "";
  const at = key ?? "key";
  if (kind === "object") return `delete ${path}[${at}]`;
  // Where it is not there, the index is beyond the end, and nothing goes.
  if (kind === "Array") return `${path}.splice(${path}.indexOf(${key ?? "entry"}) >>> 0, 1)`;
  // A link of a chain is taken out by its neighbours, which have no names here.
  return kind === "chain" ? "" : `${path}.delete(${at})`;
}

function listening({ owner, event, listen }: Lifetime, statement: string): string {
  return listen === "once"
    ? `${owner}.once("${event}", () => ${statement})`
    : `${owner}.addEventListener("${event}", () => ${statement}, { once: true })`;
}

function boundStep(holder: Holder): Step {
  const { kind, name } = holder;
  if (kind === "Array") {
    const path = writable(holder);
    const advice = "Or keep only the newest entries, or hand them on in batches and empty the array";
    // A path with a key left out is no code.
    return path.includes("…")
      ? [`${advice}.`, ""]
      : [`${advice}:`, `if (${path}.length > 10_000) ${path}.splice(0, ${path}.length - 10_000)`];
  }
  if ((kind === "Map" || kind === "Set") && holder.path.endsWith("…]"))
    return [
      `Or bound each of them (sawtooth/bounded), so that old entries go when new ones come:`,
      `new Bounded${kind}({ max: 10_000, ttl: "30m" })`,
    ];
  if ((kind === "Map" || kind === "Set") && /^[\w$#]+$/.test(name)) {
    return [
      "Or bound it (sawtooth/bounded), so that old entries go when new ones come:",
      `${declarationOf(holder)} = new Bounded${kind}({ max: 10_000, ttl: "30m" })`,
    ];
  }
  return ["Or bound it: a maximum size, or a time after which entries go.", ""];
}

/** What Node.js keeps for a program until that lets go of it, by its variable, and the call that does. */
const letGo: ReadonlyMap<string, string> = new Map([
  ["resourceTimingBuffer", "performance.clearResourceTimings()"],
  ["markEntryBuffer", "performance.clearMarks()"],
  ["measureEntryBuffer", "performance.clearMeasures()"],
]);

function nodeStep({ path }: Holder): Step {
  const call = letGo.get(path);
  return call === undefined
    ? ["Node.js itself keeps these: look for what your program opens or starts and never ends.", ""]
    : ["Node.js keeps these until they are cleared: clear them now and then, where they are read:", call];
}

function lengthSteps(holder: Holder): Step[] {
  const path = writable(holder);
  if (holder.kind === "buffers")
    return [["Hand the bytes on as they come, or keep the last ones only, in a buffer of fixed size.", ""]];
  const advice = "Write the text out as it comes, to a log or a file, or keep its end only";
  return [
    path.includes("…")
      ? [`${advice}.`, ""]
      : [`${advice}:`, `if (${path}.length > 1_000_000)\n  ${path} = ${path}.slice(-100_000)`],
  ];
}

/** What stands before the `=` where the holder is made: a variable, a field, a property of something else. */
function declarationOf({ name, path, scope }: Holder): string {
  if (!/^(?:module scope|closure)/.test(scope)) return name;
  return path === name ? `const ${name}` : path;
}

/** Entries of a scoped map go with what they belong to: what stays are owners that never end. */
function scopedSteps(holder: Holder): Step[] {
  return [
    [
      "Its entries go when what they belong to ends, and that does not happen: close the sockets, abort the signals, release the leases they were added with.",
      "",
    ],
    [
      "Or let entries go that nobody uses any longer:",
      `${declarationOf(holder)} = new ScopedMap({ idle: "30m" })`,
    ],
  ];
}

function packageStep(name: string, site: Site | null): Step {
  const called = site?.application
    ? ` Your code calls it at ${site.application.file}:${site.application.line}.`
    : "";
  return [
    `The code that adds is in ${name}: look for a newer version, for an option that bounds it, or for the call that releases what it keeps.${called}`,
    "",
  ];
}

function listenerSteps({ path, name, className }: Holder): Step[] {
  const emitter = emitterOf(path);
  const event = path.endsWith("._events") ? "event" : JSON.stringify(name);
  const isTarget = /AbortSignal|EventTarget/.test(className ?? "");
  return [
    [
      `Take each listener off again when the work that added it is done; ${emitter} lives on and keeps every one:`,
      isTarget ? `${emitter}.removeEventListener(${event}, listener)` : `${emitter}.off(${event}, listener)`,
    ],
    ["Or add one listener once, outside the code that runs for each request.", ""],
  ];
}

function promiseSteps(holder: Holder, site: Site | null): Step[] {
  const path = holder.path.replace(/\.then\(…\).*$/u, "");
  const where = site === null ? "" : `, at ${site.file}:${site.line}`;
  return [
    [
      `What waits for a promise cannot be taken off it again: ${path} stays pending and keeps the callbacks and results of every await, then and Promise.race${where}.`,
      "",
    ],
    [
      "Wait for a signal instead, and take the listener off when the work is done:",
      'signal.addEventListener("abort", stop);\ntry { await work(); } finally { signal.removeEventListener("abort", stop); }',
    ],
  ];
}

const MODULES: Step = [
  "A module that is loaded again stays beside the one loaded before: load it once and call what it exports, or run what changes in a worker thread that ends.",
  "",
];

function handleSteps({ path }: Holder, site: Site | null): Step[] {
  const where = site === null ? "" : `, opened at ${site.file}:${site.line}`;
  const what = path === "open files" ? "file" : path;
  return [[`Close each ${what}${where}, on every path, errors and aborts included (try … finally).`, ""]];
}

function timerSteps(site: Site | null): Step[] {
  const where = site === null ? "" : ` near ${site.file}:${site.line}`;
  return [
    [
      `Clear the timer set${where} as soon as what it waits for has happened; a waiting timer keeps its callback and all that it closes over:`,
      "const timer = setTimeout(onTimeout, ms); try { await work() } finally { clearTimeout(timer) }",
    ],
  ];
}
