/**
 * The one document every face of Sawtooth is rendered from: the terminal, `--json`, a test failure, an alert.
 * Sizes are bytes, times are milliseconds unless the name says otherwise. `null` means "not known", never zero.
 * Published form: docs/json.md; schema: docs/finding.schema.json.
 */
export interface Finding {
  readonly version: 1;
  readonly target: TargetDescription;
  readonly window: Window;
  readonly memory: Memory;
  /** Worst first. Empty when nothing leaks. */
  readonly leaks: readonly Leak[];
  /** Growth that no leak above accounts for; null when the growth is explained, or there is none. */
  readonly unexplained: Unexplained | null;
  /** What was looked at and what it cost the target. */
  readonly evidence: Evidence;
  /** What the reader should know before trusting this: what could not be seen, watched or measured, and why. */
  readonly notes: readonly string[];
  /** How the process ended and the lives before it; only there when a flight recorder's folder was read. */
  readonly recording?: Recorded;
}

/** A process that was recorded, and what became of it. */
export interface Recorded {
  /** The recorder's folder. */
  readonly folder: string;
  readonly ending: Ending;
  /** Lives of this program one after the other, oldest first; the last is the one judged. */
  readonly lives: readonly RecordedLife[];
  /** The profiles of the judged life, oldest first. */
  readonly profiles: readonly RecordedProfile[];
}

/** How a process ended. */
export interface Ending {
  /** `killed`: it ended without a word, and memory does not explain it. */
  readonly cause: "running" | "exit" | "uncaught exception" | "heap limit" | "container limit" | "killed";
  /** Whether that was recorded, or follows from what memory did last. */
  readonly certain: boolean;
  /** When; for one that did not say so, when it was last seen. */
  readonly at: string;
  readonly exitCode: number | null;
  /** What that rests on, one sentence. */
  readonly detail: string;
}

/** One life of a program, from start to end. */
export interface RecordedLife {
  readonly pid: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly cause: Ending["cause"];
  /** `atMs` since the start of this life. */
  readonly points: readonly MemoryPoint[];
}

export interface RecordedProfile {
  readonly path: string;
  readonly at: string;
  /** Taken because the heap neared its limit. */
  readonly nearLimit: boolean;
}

/** The process looked at, or the heap snapshots of one. */
export interface TargetDescription {
  readonly kind: "node" | "pprof" | "snapshots" | "recording";
  /** What a person would call it: `node server.js (pid 4242)`, the URL, or the files. */
  readonly name: string;
  readonly pid: number | null;
  readonly url: string | null;
  /** Such as `v22.23.3`; null for a pprof URL. */
  readonly node: string | null;
  /** Seconds the process had been running when the first look was taken. */
  readonly uptimeSeconds: number | null;
}

/** The time between the first look and the last. */
export interface Window {
  readonly startedAt: string;
  readonly seconds: number;
  readonly looks: number;
  /** The window was cut short by Ctrl-C or by the end of the target. */
  readonly endedEarly: boolean;
}

/** Memory over the window. */
export interface Memory {
  readonly points: readonly MemoryPoint[];
  readonly limits: readonly MemoryLimit[];
  /** Growth of the live heap and of external memory together, bytes per hour; null when the window is too short to say. */
  readonly perHour: Range | null;
}

export interface MemoryPoint {
  /** Milliseconds since the window began. */
  readonly atMs: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
  /** Heap size right after the newest full collection that was seen; null before the first one. */
  readonly heapAfterGc: number | null;
}

export interface MemoryLimit {
  readonly kind: "heap limit" | "container limit" | "machine memory";
  readonly bytes: number;
  /** Of what the limit counts, how much is in use now. */
  readonly usedBytes: number;
}

/** An estimate with its likely bounds, `low <= middle <= high`. */
export interface Range {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** One thing that only grows. */
export interface Leak {
  /** Who keeps the entries reachable; null when the evidence cannot tell (an allocation profile never can). */
  readonly holder: Holder | null;
  /** Other holders that grow by the same cause and are rid of their entries with it; only there when there are some. */
  readonly alsoHeldBy?: readonly Holder[];
  /** Where entries are added, or bytes allocated; null when it was not seen. */
  readonly site: Site | null;
  /** null when what grows is not counted in entries. */
  readonly entries: Entries | null;
  readonly bytes: LeakBytes;
  readonly forecast: Forecast | null;
  /** The npm package the site, or of snapshots the holder, lies in; null for the application's own code. */
  readonly package: Package | null;
  /** What this leak rests on, in words: `31 counts`, `112 sampled inserts`, `allocation profile`. */
  readonly evidence: readonly string[];
  /** Share of the memory growth this leak accounts for, 0 to 1; null when the growth could not be measured. */
  readonly explained: number | null;
  readonly remedy: Remedy;
}

/** The variable or property path that keeps a collection reachable, as a programmer would write it. */
export interface Holder {
  /** The last name on the path: `sessions`, `#waiting`, `message`. */
  readonly name: string;
  /** The whole path: `sessions`, `pool.#waiting`, `bus._events.message`. */
  readonly path: string;
  readonly kind: CollectionKind;
  /** What the path starts from: `module scope`, `class Pool`, `closure of makeStore`, `globalThis`, `http server`. */
  readonly scope: string;
  /** Class of the object the last name belongs to, when it has one; null otherwise. */
  readonly className: string | null;
  readonly file: string | null;
  /** 1-based. The declaration where it was found in the source; null otherwise. */
  readonly line: number | null;
  /** The source text of that line, trimmed; null when it could not be read. */
  readonly excerpt: string | null;
}

export type CollectionKind =
  | "Map"
  | "Set"
  | "Array"
  | "object"
  | "listeners"
  | "timers"
  | "promise"
  | "buffers"
  | "handles"
  | "modules"
  | "chain"
  | "string"
  | "allocation";

/** A place in the program. Lines and columns are 1-based; `file` is the original source where a source map leads there. */
export interface Place {
  readonly function: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** Where entries are added. */
export interface Site extends Place {
  /** Share of the inserts (or bytes) that came from here, 0 to 1; null when nothing was counted. */
  readonly share: number | null;
  /** The source text of the line, trimmed; null when it could not be read. */
  readonly excerpt: string | null;
  /** Nearest frame in the application's own code, when the site itself is not; null otherwise. */
  readonly application: Place | null;
  /** Callers, innermost first, the site itself left out. */
  readonly callers: readonly Place[];
  /** The other lines that add, with their shares, largest first. */
  readonly others: readonly (Place & { readonly share: number })[];
  /** How the line was learnt; `source text` is a reading of the code, not an observation. */
  readonly seenBy: "sampled inserts" | "allocation profile" | "callback location" | "source text";
}

export interface Entries {
  readonly before: number;
  readonly after: number;
  readonly perSecond: number;
  /** Deletions seen while the collection was watched; null when it could not be watched. */
  readonly removed: number | null;
}

export interface LeakBytes {
  /** Held at the last look. */
  readonly retained: number | null;
  readonly perEntry: number | null;
  readonly perHour: number | null;
}

/** When the first limit is reached if growth goes on as seen. Seconds from the end of the window. */
export interface Forecast {
  readonly limit: MemoryLimit["kind"];
  readonly limitBytes: number;
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

export interface Package {
  readonly name: string;
  readonly version: string | null;
}

/** What to change, in this program's own terms. */
export interface Remedy {
  /** One sentence each, best first. */
  readonly advice: readonly string[];
  /** Code to start from, in the program's own names: one text for each advice, empty where it has none. */
  readonly code: readonly string[];
}

export interface Unexplained {
  /** Bytes that grew over the window beyond what the leaks account for. */
  readonly bytes: number;
  /** Which memory it is. */
  readonly kind: UnexplainedKind;
  /** Where in the process all growth of the window was; null when only the sum is known. */
  readonly parts: MemoryParts | null;
  /** What the growth probably is. */
  readonly meaning: string;
  /** What to do next, one sentence each, best first. */
  readonly next: readonly string[];
}

/**
 * `heap`: JavaScript objects that no leak above explains. `buffers`: ArrayBuffers that no collection holds. `external`: what
 * else native code holds for JavaScript objects. `native`: memory that V8 knows nothing of. `fragmentation`: memory V8 has
 * taken and does not use.
 */
export type UnexplainedKind = "heap" | "buffers" | "external" | "native" | "fragmentation";

/** Growth over a window by where it was, bytes; they add up to the growth of the process's resident memory. */
export interface MemoryParts {
  /** JavaScript heap in use. */
  readonly heap: number;
  /** Taken by V8 for the heap and not in use: free space between objects, and garbage. */
  readonly heapUnused: number;
  readonly buffers: number;
  /** Outside the heap and counted by V8, such as the insides of compression streams. */
  readonly external: number;
  /** All the rest: malloc, stacks, code, other threads' heaps; less than nothing where buffers were taken and not yet written to. */
  readonly native: number;
}

/** The looks taken and their cost to the target. */
export interface Evidence {
  /** CPU milliseconds spent in the target by all looks; null for a pprof URL, which does not tell. */
  readonly cpuMs: number | null;
  /** Longest single stretch for which a look kept the target's event loop, milliseconds. */
  readonly longestPauseMs: number | null;
  readonly functions: number;
  readonly objects: number;
  readonly collections: number;
  readonly sampledInserts: number;
  /** Whether every part of the program was reached; false when a budget ended the walk. */
  readonly complete: boolean;
}
