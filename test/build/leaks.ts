import type { Finding, Leak } from "#verdict";
import { evidence, holder, mapLeak, site } from "./findings.ts";

const MIB = 2 ** 20;

/** A dictionary in a package that keeps one key per session token, reached from the application. */
export const packageLeak: Leak = {
  ...mapLeak,
  holder: {
    ...holder,
    name: "throttle",
    path: "RestQuery.throttle",
    kind: "object",
    scope: "module scope",
    file: "node_modules/parse-server/lib/RestQuery.js",
    line: 51,
    excerpt: "const throttle = {};",
  },
  site: {
    ...site,
    function: "renewSessionIfNeeded",
    file: "node_modules/parse-server/lib/RestQuery.js",
    line: 77,
    column: 5,
    share: 0.996,
    excerpt: "throttle[sessionToken] = setTimeout(async () => {",
    callers: [
      {
        function: "getAuthForSessionToken",
        file: "node_modules/parse-server/lib/Auth.js",
        line: 130,
        column: 9,
      },
    ],
    application: {
      function: "authenticate",
      file: "src/http/middleware/authenticate.ts",
      line: 24,
      column: 18,
    },
    others: [
      {
        function: "warmUp",
        file: "node_modules/parse-server/lib/RestQuery.js",
        line: 93,
        column: 5,
        share: 0.004,
      },
    ],
  },
  bytes: { retained: 1.3 * MIB, perEntry: 412, perHour: 5.1 * MIB },
  package: { name: "parse-server", version: "6.5.11" },
  remedy: {
    advice: [
      "Update parse-server: 8.0.1 deletes the timer when it fires.",
      "Or restart before the limit is reached.",
    ],
    code: [],
  },
};

/** A private array of which only the source text says who fills it. */
export const arrayLeak: Leak = {
  ...mapLeak,
  holder: {
    ...holder,
    name: "#events",
    path: "audit.#events",
    kind: "Array",
    scope: "class AuditLog",
    className: "AuditLog",
    file: "src/audit.ts",
    line: 8,
    excerpt: "readonly #events: AuditEvent[] = [];",
  },
  site: {
    ...site,
    function: "record",
    file: "src/audit.ts",
    line: 15,
    column: 5,
    share: null,
    excerpt: "this.#events.push(event);",
    callers: [],
    seenBy: "source text",
  },
  entries: { before: 310, after: 1012, perSecond: 11.7, removed: null },
  bytes: { retained: null, perEntry: null, perHour: null },
  forecast: null,
  evidence: ["2 counts"],
  explained: null,
  remedy: { advice: ["Write the events out and empty the array."], code: ["this.#events.splice(0);"] },
};

/** Listeners added for each stream. */
export const listenerLeak: Leak = {
  ...mapLeak,
  holder: {
    ...holder,
    name: "message",
    path: "bus._events.message",
    kind: "listeners",
    file: "src/bus.ts",
    line: 3,
    excerpt: "export const bus = new EventEmitter();",
    className: "EventEmitter",
  },
  site: {
    ...site,
    function: "subscribe",
    file: "src/stream.ts",
    line: 19,
    column: 24,
    share: null,
    excerpt: 'bus.on("message", (event) => reply.write(event));',
    callers: [],
    seenBy: "callback location",
  },
  entries: { before: 411, after: 598, perSecond: 3.1, removed: 3 },
  bytes: { retained: 4.7 * MIB, perEntry: 8192, perHour: 87 * MIB },
  forecast: { limit: "container limit", limitBytes: 512 * MIB, lowSeconds: 19_800, highSeconds: 24_300 },
  explained: 0.21,
  remedy: {
    advice: ["Remove the listener when the stream ends."],
    code: [
      'const listen = (event) => reply.write(event);\nbus.on("message", listen);\nreply.raw.once("close", () => bus.off("message", listen));',
    ],
  },
};

/** Memory of a Go service that only an allocation profile speaks of. */
export const goLeak: Leak = {
  holder: null,
  site: {
    ...site,
    function: "main.(*Registry).Open",
    file: "/srv/build/src/github.com/acme/realtime-gateway/internal/registry/registry.go",
    line: 31,
    column: null,
    share: 0.97,
    excerpt: null,
    callers: [
      {
        function: "main.serveWebSocket",
        file: "/srv/build/src/github.com/acme/main.go",
        line: 88,
        column: null,
      },
    ],
    seenBy: "allocation profile",
  },
  entries: null,
  bytes: { retained: 118 * MIB, perEntry: null, perHour: 2400 * MIB },
  forecast: null,
  package: null,
  evidence: ["2 heap profiles after a collection"],
  explained: 0.97,
  remedy: { advice: ["Look for a map or slice that this function fills and nothing empties."], code: [] },
};

/** What a finding about a Go service says beside its leaks. */
export const goService: Partial<Finding> = {
  target: {
    kind: "pprof",
    name: "http://127.0.0.1:6060",
    pid: null,
    url: "http://127.0.0.1:6060",
    node: null,
    uptimeSeconds: null,
  },
  memory: { points: [], limits: [], perHour: { low: 2300 * MIB, middle: 2480 * MIB, high: 2600 * MIB } },
  evidence: {
    ...evidence,
    cpuMs: null,
    longestPauseMs: null,
    functions: 0,
    objects: 0,
    collections: 0,
    sampledInserts: 0,
  },
  notes: ["A heap profile cannot say who holds the memory; the variable is for you to find from the line."],
};
