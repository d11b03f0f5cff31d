import type { CollectionKind } from "#verdict";

/**
 * What is true of one planted leak. The lines are found by marks in the source: `// HOLDER` on the declaration
 * (`// OWNER` on that of the object it is a property of, where naming either will do), `// INSERT` on the line that adds, `// CALLER` on the application's line when the insert lies in a package.
 */
export interface Planted {
  /** The file that is run, relative to `planted/`. */
  readonly program: string;
  /** Names under which the holder counts as named; the whole path must match too where `path` is given. */
  readonly names: readonly string[];
  readonly path?: RegExp;
  readonly kinds: readonly CollectionKind[];
  /** Where the marks stand when not in `program` itself. */
  readonly file?: string;
  readonly insertFile?: string;
  readonly callerFile?: string;
  /** Whether the insert line must be seen, or may be unknown (what adds can not be watched). */
  readonly site: "needed" | "may be unknown";
  /** `beyond reach`: may be missed, but never named wrong. */
  readonly expect: "named" | "beyond reach";
  /** Arguments for node before the program. */
  readonly nodeArguments?: readonly string[];
  /** Lowest Node major that can run it. */
  readonly sinceNode?: number;
}

const map = { kinds: ["Map"], site: "needed", expect: "named" } as const;
const set = { kinds: ["Set"], site: "needed", expect: "named" } as const;
const array = { kinds: ["Array"], site: "needed", expect: "named" } as const;
const object = { kinds: ["object"], site: "may be unknown", expect: "named" } as const;
const listeners = { kinds: ["listeners"], site: "may be unknown", expect: "named" } as const;

/** Every planted leak, in the order of the kinds of holder. */
export const planted: readonly Planted[] = [
  { program: "cjs-module-map.cjs", names: ["sessions"], ...map },
  { program: "cjs-let-set.cjs", names: ["seen"], ...set },
  { program: "esm-module-map.mjs", names: ["inFlight"], ...map },
  { program: "unbounded-belied.mjs", names: ["drafts"], ...map },
  { program: "bounded-subclass.mjs", names: ["#byName"], path: /catalogue/i, ...map },
  { program: "scoped-never-closed.mjs", names: ["#jobs"], path: /desk/i, ...map },
  {
    program: "esm-exported-map/main.mjs",
    names: ["subscriptions"],
    file: "esm-exported-map/registry.mjs",
    insertFile: "esm-exported-map/main.mjs",
    ...map,
  },
  {
    program: "esm-default-object/main.mjs",
    names: ["pending"],
    file: "esm-default-object/store.mjs",
    insertFile: "esm-default-object/main.mjs",
    ...map,
  },
  { program: "cjs-exports-field/main.cjs", names: ["letters"], file: "cjs-exports-field/inbox.cjs", ...map },
  { program: "static-field.mjs", names: ["open"], path: /Transaction/, ...map },
  { program: "static-private.mjs", names: ["#postings"], path: /Ledger/, ...map },
  { program: "instance-field.mjs", names: ["outbox"], path: /mailer/i, ...map },
  { program: "instance-private.mjs", names: ["#waiting"], path: /pool/i, ...map },
  { program: "singleton.mjs", names: ["members"], path: /Hub/i, ...map },
  { program: "nested-path.mjs", names: ["byId"], path: /state\.index\.byId/, ...map },
  { program: "closure-factory.mjs", names: ["rows"], ...map },
  { program: "closure-twins.mjs", names: ["tracked"], ...map },
  { program: "iife-timer.cjs", names: ["measurements"], ...array },
  { program: "timer-closure.mjs", names: ["readings"], ...array },
  {
    program: "timers-pile-up.mjs",
    names: ["timers of 3600000 ms"],
    kinds: ["timers"],
    site: "may be unknown",
    expect: "named",
  },
  { program: "emitter-events.mjs", names: ["replies"], ...listeners, site: "needed" },
  { program: "emitter-listeners.mjs", names: ["message", "bus"], path: /bus/, ...listeners },
  {
    program: "process-listeners.cjs",
    names: ["unhandledRejection", "process"],
    path: /process/,
    ...listeners,
  },
  { program: "server-listeners.mjs", names: ["close", "server"], path: /server/i, ...listeners },
  { program: "socket-listeners.mjs", names: ["drain", "upstream"], ...listeners },
  { program: "abort-signal.mjs", names: ["abort", "signal"], path: /shutdown|signal/, ...listeners },
  { program: "event-target.mjs", names: ["change", "prices"], path: /prices/, ...listeners },
  { program: "dictionary-object.mjs", names: ["profiles"], ...object },
  { program: "null-prototype.cjs", names: ["compiled"], ...object },
  { program: "integer-keys.mjs", names: ["scores"], ...object },
  { program: "array-push.mjs", names: ["accessLog"], ...array },
  { program: "array-index.cjs", names: ["samples"], ...array, site: "may be unknown" },
  { program: "array-unshift.mjs", names: ["history"], ...array },
  { program: "map-of-maps.mjs", names: ["tenants"], ...map },
  {
    program: "map-of-arrays.mjs",
    names: ["error", '"error"', "linesByLevel"],
    path: /linesByLevel/,
    ...array,
  },
  { program: "set-in-map.mjs", names: ["grace", '"grace"', "followers"], path: /followers/, ...set },
  { program: "map-with-buffers.mjs", names: ["uploads"], ...map },
  { program: "typed-arrays.mjs", names: ["embeddings"], ...map },
  { program: "buffers-in-array.cjs", names: ["frames"], ...array, kinds: ["Array", "buffers"] },
  { program: "weakref-map.mjs", names: ["views"], ...map },
  { program: "map-subclass.mjs", names: ["plugins"], ...map },
  { program: "global-this.cjs", names: ["requestContexts"], ...map },
  {
    program: "symbol-keyed.mjs",
    names: ["spans", "Symbol(spans)", "[Symbol(spans)]", "kSpans", "[kSpans]"],
    ...map,
  },
  { program: "getter-only.mjs", names: ["articles"], ...map },
  { program: "async-loop.mjs", names: ["results"], ...map },
  { program: "delete-missed-on-error.mjs", names: ["requests"], ...map },
  { program: "several-lines.mjs", names: ["events"], ...array },
  {
    program: "package-cache.mjs",
    names: ["store"],
    path: /pages|TinyCache|cache/i,
    file: "node_modules/tiny-cache/index.js",
    callerFile: "package-cache.mjs",
    ...map,
  },
  { program: "package-linked.cjs", names: ["online"], file: "packages/presence/presence.cjs", ...map },
  {
    program: "typescript-compiled/dist/main.js",
    names: ["scores"],
    file: "typescript-compiled/src/board.ts",
    ...map,
  },
  {
    program: "typescript-tsx/main.ts",
    names: ["wishes"],
    path: /desk/i,
    file: "typescript-tsx/desk.ts",
    nodeArguments: ["--import", "tsx"],
    ...array,
  },
  { program: "typescript-stripped/main.ts", names: ["archive"], sinceNode: 22, ...map },
  {
    program: "promise-reactions.mjs",
    names: ["closed"],
    kinds: ["promise"],
    site: "needed",
    expect: "named",
  },
  { program: "open-files.mjs", names: ["open files"], kinds: ["handles"], site: "needed", expect: "named" },
  {
    program: "message-ports.mjs",
    names: ["MessagePort"],
    kinds: ["handles"],
    site: "needed",
    expect: "named",
  },
  {
    program: "linked-list.mjs",
    names: ["#first", "#last"],
    path: /journal/i,
    kinds: ["chain"],
    site: "needed",
    expect: "named",
  },
  { program: "text-variable.mjs", names: ["trail"], kinds: ["string"], site: "needed", expect: "named" },
  {
    program: "text-field.mjs",
    names: ["text"],
    path: /journal/,
    kinds: ["string"],
    site: "needed",
    expect: "named",
  },
  { program: "state-copied.mjs", names: ["open"], path: /state\.orders/, ...array },
  { program: "reassigned.mjs", names: ["notices"], ...array, site: "may be unknown" },
  { program: "behind-proxy.mjs", names: ["byId"], path: /reviews/, ...map },
  { program: "async-hooks-map.mjs", names: ["contexts"], ...map },
  { program: "weak-map-value.mjs", names: ["marks"], path: /Tracker\.marks/, ...map },
  {
    program: "module-again.mjs",
    names: ["loadCache"],
    kinds: ["modules"],
    site: "may be unknown",
    expect: "named",
  },
  {
    program: "suspended-local.mjs",
    names: ["collected"],
    ...map,
    site: "may be unknown",
    expect: "beyond reach",
  },
  {
    program: "worker-only/main.mjs",
    names: ["thumbnails"],
    file: "worker-only/resize.mjs",
    ...map,
  },
];
