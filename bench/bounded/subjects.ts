import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { peersFolder } from "./peers.ts";

/** As much of a Map as is measured. */
export interface Subject {
  readonly size: number;
  get(key: string): unknown;
  set(key: string, value: number): unknown;
  delete(key: string): unknown;
}

/** Makes a collection for so many entries. */
export type Maker = (max: number) => Subject;

type Exports = Record<string, new (options: unknown) => Subject>;

const HOUR_MS = 3_600_000;
const ours = pathToFileURL(join(import.meta.dirname, "../../dist/bounded/index.js")).href;
const requirePeer = createRequire(join(peersFolder, "package.json"));

async function bounded(options: object): Promise<Maker> {
  const { BoundedMap } = (await import(ours)) as { BoundedMap: new (bound: object) => Subject };
  return (max) => new BoundedMap({ max, name: "bench", ...options });
}

function peer(name: string, exported: string, options: (max: number) => unknown): Maker {
  const Class = (requirePeer(name) as Exports)[exported]!;
  return (max) => new Class(options(max));
}

/** What is measured, by name; a plain Map is measured in turns with each. */
export const subjects: Readonly<Record<string, () => Promise<Maker>>> = {
  Map: async () => () => new Map<string, number>(),
  "BoundedMap lru": () => bounded({}),
  "BoundedMap fifo": () => bounded({ policy: "fifo" }),
  "BoundedMap sieve": () => bounded({ policy: "sieve" }),
  "BoundedMap lru, ttl": () => bounded({ ttl: "1h" }),
  "BoundedMap lru, idle": () => bounded({ idle: "1h" }),
  "lru-cache": async () => peer("lru-cache", "LRUCache", (max) => ({ max })),
  "lru-cache, ttl": async () => peer("lru-cache", "LRUCache", (max) => ({ max, ttl: HOUR_MS })),
  "quick-lru": async () => {
    const { default: QuickLRU } = (await import(
      pathToFileURL(join(peersFolder, "node_modules/quick-lru/index.js")).href
    )) as { default: new (options: object) => Subject };
    return (maxSize) => new QuickLRU({ maxSize });
  },
  "tiny-lru": async () => {
    const { lru } = requirePeer("tiny-lru") as { lru: Maker };
    return lru;
  },
  "ttlcache, ttl": async () => peer("@isaacs/ttlcache", "TTLCache", (max) => ({ max, ttl: HOUR_MS })),
  mnemonist: async () => {
    const LRUMap = requirePeer("mnemonist/lru-map-with-delete") as new (max: number) => Subject;
    return (max) => new LRUMap(max);
  },
};
