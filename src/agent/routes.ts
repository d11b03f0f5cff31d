import { Refusal, type AgentRequest } from "./answer.ts";
import { answerCmdline } from "./cmdline.ts";
import { answerCollections } from "./collections.ts";
import { answerCpu } from "./cpu.ts";
import { answerHeap } from "./heap.ts";
import { answerIndex } from "./index-page.ts";
import { answerLeaks } from "./leaks.ts";
import { answerMemory } from "./memory.ts";
import { answerMutex, answerTrace } from "./not-in-node.ts";
import { answerOwnIndex } from "./own-index.ts";
import { answerBlock, answerGoroutine, answerThreadcreate } from "./runtime-profiles.ts";
import { answerSnapshot } from "./snapshot.ts";
import type { Endpoint } from "./surroundings.ts";
import { answerSymbol } from "./symbol.ts";

const PPROF = "/debug/pprof/";
const OURS = "/debug/sawtooth/";

const pprof: Readonly<Record<string, Endpoint>> = {
  "": answerIndex,
  allocs: (surroundings, request) => answerHeap("allocs", surroundings, request),
  block: answerBlock,
  cmdline: answerCmdline,
  goroutine: answerGoroutine,
  heap: (surroundings, request) => answerHeap("heap", surroundings, request),
  mutex: answerMutex,
  profile: answerCpu,
  symbol: answerSymbol,
  threadcreate: answerThreadcreate,
  trace: answerTrace,
};

const ours: Readonly<Record<string, Endpoint>> = {
  "": answerOwnIndex,
  collections: answerCollections,
  leaks: answerLeaks,
  memory: answerMemory,
  snapshot: answerSnapshot,
};

/** What takes a POST besides a GET. */
const posted = new Set([`${PPROF}symbol`, `${OURS}leaks`]);

/** The endpoint a request is for. Throws a Refusal for what there is none, in Go's words where Go has some. */
export function routeOf({ path, method }: AgentRequest): Endpoint {
  const endpoint = endpointAt(path);
  const allowed = posted.has(path) ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"];
  if (!allowed.includes(method)) {
    const list = allowed.join(", ");
    throw new Refusal(405, `${method} is not allowed here: use ${list}`, { Allow: list });
  }
  return endpoint;
}

function endpointAt(path: string): Endpoint {
  if (path === "/") return redirect(PPROF, 302);
  if (`${path}/` === PPROF || `${path}/` === OURS) return redirect(`${path}/`, 301);
  if (path.startsWith(PPROF)) return named(pprof, path.slice(PPROF.length), "Unknown profile");
  if (path.startsWith(OURS)) return named(ours, path.slice(OURS.length), `no ${path}: see ${OURS}`);
  throw new Refusal(404, `no ${path.slice(0, 200)}: see ${PPROF} and ${OURS}`);
}

function named(table: Readonly<Record<string, Endpoint>>, name: string, otherwise: string): Endpoint {
  const endpoint = Object.hasOwn(table, name) ? table[name] : undefined;
  if (endpoint === undefined) throw new Refusal(404, otherwise);
  return endpoint;
}

function redirect(to: string, status: 301 | 302): Endpoint {
  return async () => ({ status, headers: { Location: to }, body: "" });
}
