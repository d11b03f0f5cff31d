/**
 * What entries and leases cost, in a process of its own: `memory.ts NAME N`. Prints JSON; bytes by `process.memoryUsage`
 * after collections, heap and array buffers together. Needs `--expose-gc`.
 */
import { EventEmitter } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { subjects } from "./subjects.ts";

/** Bytes a slot takes before anything is in it, and an entry takes when all are. */
export interface EntryCost {
  readonly perEmptySlot: number;
  readonly perEntry: number;
}

/** What tying an entry to its owner costs: bytes, and nanoseconds of CPU to set it and to end it with its owner. */
export interface LeaseCost {
  readonly bytes: number;
  readonly setNs: number;
  readonly endNs: number;
}

/** A full map under new keys for a long time: nanoseconds a set and bytes in use, a point for each so many sets. */
export interface Churn {
  readonly points: readonly { readonly ns: number; readonly bytes: number }[];
}

type Leases = "emitter" | "lease" | "signal";

interface Scoped {
  readonly size: number;
  set(key: number, value: unknown, owner: object): unknown;
  lease(key: number, value: unknown): { release(): void };
}

const collect = (globalThis as { gc?: () => void }).gc!;
const [what = "", size = "500000"] = process.argv.slice(2);
const n = Number(size);

function used(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function cpuNs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

async function entryCost(name: string): Promise<EntryCost> {
  const make = await subjects[name]!();
  // As long from the start as it will be: an array that grew gives memory back while we measure.
  const keys = Array<string>(n);
  for (let i = 0; i < n; i++) keys[i] = `c${1_000_000 + i}`;
  used();
  const before = used();
  const collection = make(n);
  const empty = used();
  for (let i = 0; i < n; i++) collection.set(keys[i]!, i & 1023);
  const full = used();
  if (collection.size !== keys.length) throw new Error(`${name} holds ${collection.size} of ${n}`);
  return { perEmptySlot: (empty - before) / n, perEntry: (full - before) / n };
}

async function leaseCost(kind: Leases): Promise<LeaseCost> {
  const { ScopedMap } = (await import(
    pathToFileURL(join(import.meta.dirname, "../../dist/bounded/index.js")).href
  )) as { ScopedMap: new (options: object) => Scoped };
  const costs = Array.from({ length: 5 }, () => leaseRound(new ScopedMap({ name: "bench" }), kind));
  return {
    bytes: Math.min(...costs.map(({ bytes }) => bytes)),
    setNs: Math.min(...costs.map(({ setNs }) => setNs)),
    endNs: Math.min(...costs.map(({ endNs }) => endNs)),
  };
}

function leaseRound(map: Scoped, kind: Leases): LeaseCost {
  const value = {};
  const emitters = kind === "emitter" ? Array.from({ length: n }, () => new EventEmitter()) : [];
  const controllers = kind === "signal" ? Array.from({ length: n }, () => new AbortController()) : [];
  for (const { signal } of controllers) signal.throwIfAborted();
  const leases: { release(): void }[] = [];
  leases.length = kind === "lease" ? n : 0;
  const before = used();
  const set = {
    emitter: (i: number) => map.set(i, value, emitters[i]!),
    signal: (i: number) => map.set(i, value, controllers[i]!.signal),
    lease: (i: number) => (leases[i] = map.lease(i, value)),
  }[kind];
  const end = {
    emitter: (i: number) => emitters[i]!.emit("close"),
    signal: (i: number) => controllers[i]!.abort(),
    lease: (i: number) => leases[i]!.release(),
  }[kind];
  const setNs = cpuNs(() => {
    for (let i = 0; i < n; i++) set(i);
  });
  const bytes = used() - before;
  const endNs = cpuNs(() => {
    for (let i = 0; i < n; i++) end(i);
  });
  if (map.size !== 0) throw new Error(`${map.size} entries outlived their owners`);
  return { bytes: bytes / n, setNs: setNs / n, endNs: endNs / n };
}

async function churn(name: string): Promise<Churn> {
  const make = await subjects[name]!();
  const collection = make(n);
  let serial = 0;
  const points = Array.from({ length: 8 }, () => {
    const ns = cpuNs(() => {
      for (const end = serial + n; serial < end; serial++) collection.set(`c${serial}`, serial);
    });
    return { ns: ns / n, bytes: used() / n };
  });
  return { points: points.slice(1) };
}

const [question = "", subject = ""] = what.split(":");
const answer = {
  entries: () => entryCost(subject),
  leases: () => leaseCost(subject as Leases),
  churn: () => churn(subject),
}[question];
if (answer === undefined) throw new Error(`memory.ts: no question ${question}`);
console.log(JSON.stringify(await answer()));
