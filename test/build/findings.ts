import { renderFinding } from "../../src/face/render-finding.ts";
import type { Entries, Evidence, Finding, Holder, Leak, Memory, Site, Unexplained } from "#verdict";

const MIB = 2 ** 20;

/** Memory over a minute: `startMib` plus `mibPerMinute`, with a collection every five seconds. */
export function memory(startMib: number, mibPerMinute: number, limitMib: number = 2048): Memory {
  const points = Array.from({ length: 31 }, (_, index) => {
    const live = (startMib + (mibPerMinute * index) / 30) * MIB;
    return {
      atMs: index * 2000,
      heapUsed: live + ((index * 2) % 5) * 4 * MIB,
      external: 2 * MIB,
      arrayBuffers: MIB,
      rss: live + 60 * MIB,
      heapAfterGc: index < 2 ? null : live - (index % 3) * MIB,
    };
  });
  const perHour = mibPerMinute * 60 * MIB;
  return {
    points,
    limits: [{ kind: "heap limit", bytes: limitMib * MIB, usedBytes: (startMib + mibPerMinute) * MIB }],
    perHour: { low: perHour - 12 * MIB, middle: perHour, high: perHour + 12 * MIB },
  };
}

export const holder: Holder = {
  name: "sessions",
  path: "sessions",
  kind: "Map",
  scope: "module scope",
  className: null,
  file: "src/registry.ts",
  line: 12,
  excerpt: "const sessions = new Map<string, Session>();",
};

export const site: Site = {
  function: "openSession",
  file: "src/registry.ts",
  line: 41,
  column: 12,
  share: 1,
  excerpt: "sessions.set(id, { socket, history: [] });",
  application: null,
  callers: [
    { function: "onConnection", file: "src/server.ts", line: 30, column: 3 },
    { function: "WebSocketServer.emit", file: "node:events", line: 519, column: 28 },
  ],
  others: [],
  seenBy: "sampled inserts",
};

const entries: Entries = { before: 12_408, after: 12_613, perSecond: 3.42, removed: 0 };

/** A module-level Map that gains an entry for each connection and loses none. */
export const mapLeak: Leak = {
  holder,
  site,
  entries,
  bytes: { retained: 406 * MIB, perEntry: 33 * 1024, perHour: 396 * MIB },
  forecast: { limit: "heap limit", limitBytes: 2048 * MIB, lowSeconds: 13_320, highSeconds: 14_400 },
  package: null,
  evidence: ["31 counts", "112 sampled inserts"],
  explained: 0.99,
  remedy: {
    advice: ["Delete the entry when its connection closes.", "Or bound it, so that the oldest entry leaves."],
    code: [
      'socket.once("close", () => sessions.delete(id));',
      'const sessions = new BoundedMap({ max: 10_000, ttl: "30m" });',
    ],
  },
};

export const evidence: Evidence = {
  cpuMs: 912,
  longestPauseMs: 6.2,
  functions: 9812,
  objects: 40_211,
  collections: 1312,
  sampledInserts: 112,
  complete: true,
};

/** Growth of a service that is nearly all outside of what V8 counts. */
export const unexplained: Unexplained = {
  bytes: 120 * MIB,
  kind: "native",
  parts: {
    heap: 2.1 * MIB,
    heapUnused: -0.6 * MIB,
    buffers: 0,
    external: 20_000,
    native: 118.5 * MIB,
  },
  meaning: "It lies outside of what V8 counts: memory of native code, or what malloc has not given back.",
  next: ["Start it with MALLOC_ARENA_MAX=2.", "Run it under heaptrack to see which native code allocates."],
};

/** A finding about a Node.js service watched for a minute; what a test is about it gives itself. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    version: 1,
    target: {
      kind: "node",
      name: "node dist/server.js (pid 4242)",
      pid: 4242,
      url: null,
      node: "v22.23.3",
      uptimeSeconds: 273_900,
    },
    window: { startedAt: "2026-11-22T03:04:05.000Z", seconds: 60, looks: 26, endedEarly: false },
    memory: memory(512, 6.6),
    leaks: [mapLeak],
    unexplained: null,
    evidence,
    notes: [],
    ...parts,
  };
}

/** A finding's text at a width, on lines of its own, so that a snapshot shows it as a terminal does. */
export function textAt(width: number, parts: Partial<Finding>): string {
  return `\n${renderFinding(finding(parts), { width, colour: false })}`;
}
