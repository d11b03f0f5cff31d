import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FUNCTIONS_PER_MODULE = 100;

/** A target program of a wanted size. */
export interface ProgramSize {
  readonly functions: number;
  /** Live heap, MB. */
  readonly heapMb: number;
}

/**
 * Writes a server into `folder` and returns its entry file. It has the wanted number of functions, half in CommonJS
 * and half in ES modules, a Map of small records that fills the heap, one leak (`sessions`, 50 entries a second),
 * and an endpoint that answers what its own event loop and CPU saw since it was last asked.
 */
export function writeProgram(folder: string, { functions, heapMb }: ProgramSize): string {
  mkdirSync(folder, { recursive: true });
  const count = Math.ceil(functions / FUNCTIONS_PER_MODULE);
  const imports: string[] = [];
  for (let i = 0; i < count; i++) {
    const common = i % 2 === 0;
    const file = `module-${i}.${common ? "cjs" : "mjs"}`;
    writeFileSync(join(folder, file), moduleText(i, common));
    imports.push(`import * as module${i} from "./${file}";`);
  }
  const modules = Array.from({ length: count }, (_, i) => `module${i}`).join(", ");
  const entry = join(folder, "server.mjs");
  writeFileSync(entry, `${imports.join("\n")}\nconst modules = [${modules}];\n${serverText(heapMb)}`);
  return entry;
}

/** 50 plain functions, 25 methods of five classes, 25 closures with a variable of their own. */
function moduleText(index: number, common: boolean): string {
  const plain = Array.from(
    { length: 50 },
    (_, i) => `function plain${i}(value) { return value + offset + ${i}; }`,
  );
  const classes = Array.from({ length: 5 }, (_, i) => {
    const methods = Array.from(
      { length: 5 },
      (_unused, j) => `  method${j}(value) { return value + this.base + ${j}; }`,
    );
    return `class Service${i} {\n  base = ${i};\n${methods.join("\n")}\n}`;
  });
  const exported = [
    ...Array.from({ length: 50 }, (_, i) => `plain${i}`),
    ...Array.from({ length: 5 }, (_, i) => `Service${i}`),
    "counters",
  ].join(", ");
  return [
    `const offset = ${index};`,
    ...plain,
    ...classes,
    "function counter(start) { let count = start; return () => ++count; }",
    "const counters = Array.from({ length: 25 }, (_, i) => counter(i));",
    common ? `module.exports = { ${exported} };` : `export { ${exported} };`,
    "",
  ].join("\n");
}

function serverText(heapMb: number): string {
  return `
import { createServer } from "node:http";
import { writeHeapSnapshot } from "node:v8";

const records = new Map();
while (process.memoryUsage().heapUsed < ${heapMb} * 1e6) {
  for (let i = 0; i < 2000; i++) {
    const id = records.size;
    records.set(id, { id, name: "record " + id, at: id + 0.5, flags: [id & 7] });
  }
}
globalThis.gc();
globalThis.gc();

const sessions = new Map();
let serial = 0;
setInterval(() => sessions.set(++serial, { id: serial, openedAt: Date.now() }), 20);

const PROBE_MS = 2;
let last = performance.now();
let lastCpu = process.cpuUsage();
let stall = { wallMs: 0, cpuMs: 0 };
let startCpu = lastCpu;
let startAt = last;
const milliseconds = (usage) => (usage.user + usage.system) / 1000;
setInterval(() => {
  const now = performance.now();
  const cpu = process.cpuUsage();
  const wallMs = now - last - PROBE_MS;
  const cpuMs = Math.min(wallMs, milliseconds(cpu) - milliseconds(lastCpu));
  stall = { wallMs: Math.max(stall.wallMs, wallMs), cpuMs: Math.max(stall.cpuMs, cpuMs) };
  last = now;
  lastCpu = cpu;
}, PROBE_MS);

const server = createServer((request, response) => {
  if (request.url === "/reset") {
    startCpu = process.cpuUsage();
    startAt = last = performance.now();
    stall = { wallMs: 0, cpuMs: 0 };
    response.end("{}");
  } else if (request.url === "/read") {
    const cpuMs = milliseconds(process.cpuUsage()) - milliseconds(startCpu);
    response.end(JSON.stringify({ cpuMs, wallMs: performance.now() - startAt, stall }));
  } else if (request.url?.startsWith("/snapshot?")) {
    writeHeapSnapshot(decodeURIComponent(request.url.slice("/snapshot?".length)));
    response.end("{}");
  } else {
    response.end(JSON.stringify({ modules: modules.length, records: records.size, sessions: sessions.size }));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;
}
