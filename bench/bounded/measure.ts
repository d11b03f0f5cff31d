/**
 * Measures one subject in a process of its own: `measure.ts NAME N ROUNDS`. A plain Map and the subject take turns;
 * prints JSON. Code is compiled anew for each of the two, so that neither spoils the other's inline caches.
 */
import { subjects, type Maker, type Subject } from "./subjects.ts";

/** Nanoseconds of CPU an operation takes in the fastest round, and beside a Map's fastest, by operation. */
export interface Measured {
  readonly name: string;
  readonly operations: Readonly<
    Record<string, { readonly ns: number; readonly ratio: number; readonly mapNs: number }>
  >;
}

const sources: Readonly<Record<string, string>> = {
  "set new": "for (let i = 0; i < n; i++) c.set(keys[i], i)",
  update: "for (let i = 0; i < n; i++) c.set(keys[order[i]], i + 1)",
  "get hit": "for (let i = 0; i < n; i++) x += c.get(keys[order[i]])",
  "get miss": "for (let i = 0; i < n; i++) if (c.get(keys[n + order[i]]) !== undefined) x++",
  churn: "for (let i = 0; i < n; i++) c.set(keys[n + i], i)",
  delete: "for (let i = 0; i < n; i++) c.delete(keys[n + order[i]])",
  session: `const window = Math.min(10000, n >> 1);
    for (let i = 0; i < n; i++) {
      c.set(keys[i], i); x += c.get(keys[i]);
      if (i < window) continue;
      const v = c.get(keys[i - (order[i] % window)]); if (v !== undefined) x += v;
      c.delete(keys[i - window]);
    }`,
};

type Operation = (c: Subject, keys: readonly string[], order: Uint32Array, n: number) => number;

function compile(tag: string): [string, Operation][] {
  return Object.entries(sources).map(([name, source]) => [
    name,
    // oxlint-disable-next-line typescript/no-implied-eval -- one copy for each subject is the point
    new Function("c", "keys", "order", "n", `/* ${tag} */ let x = 0; ${source}; return x;`) as Operation,
  ]);
}

const [name = "", size = "100000", rounds = "11"] = process.argv.slice(2);
const n = Number(size);
const keys = Array.from({ length: 2 * n }, (_, i) => `conn:${((i * 2654435761) >>> 0).toString(36)}${i}`);
const order = shuffled(n);
const collect = (globalThis as { gc?: () => void }).gc!;
const makeSubject = await subjects[name]!();
const makeMap: Maker = () => new Map<string, number>();
const [mapOperations, subjectOperations] = [compile("map"), compile("subject")];
const mapNs = new Map<string, number[]>();
const subjectNs = new Map<string, number[]>();

for (let round = -2; round < Number(rounds); round++) {
  measure(makeMap, mapOperations, mapNs, round);
  measure(makeSubject, subjectOperations, subjectNs, round);
}
const operations = Object.fromEntries(
  Object.keys(sources).map((operation) => {
    const [ns, base] = [subjectNs.get(operation)!, mapNs.get(operation)!];
    const fastest = Math.min(...ns);
    const ofMap = Math.min(...base);
    return [operation, { ns: fastest, ratio: fastest / ofMap, mapNs: ofMap }];
  }),
);
console.log(JSON.stringify({ name, operations } satisfies Measured));

/** Two rounds are for warming up. */
function measure(make: Maker, all: [string, Operation][], into: Map<string, number[]>, round: number): void {
  let collection = make(n);
  for (const [operation, run] of all) {
    if (operation === "session") collection = make(n);
    collect();
    const before = process.cpuUsage();
    run(collection, keys, order, n);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) into.set(operation, [...(into.get(operation) ?? []), ((user + system) * 1000) / n]);
  }
}

function shuffled(length: number): Uint32Array {
  const all = Uint32Array.from({ length }, (_, i) => i);
  let seed = 12345;
  for (let i = length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const j = seed % (i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
