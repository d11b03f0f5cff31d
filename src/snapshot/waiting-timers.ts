import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import type { Paths } from "./path-steps.ts";
import type { Scopes, ScriptPlace } from "./scopes.ts";

/** The timers of one duration that wait in a heap. */
export interface TimerList {
  /** How long each waits, milliseconds. */
  readonly afterMs: number;
  /** The program's functions that some of them are to call. */
  readonly callbacks: readonly TimerCallback[];
}

export interface TimerCallback extends ScriptPlace {
  /** Whether it is called again and again. */
  readonly repeats: boolean;
}

/** Of a list so many are looked at. */
const MOST_CALLBACKS = 32;

/** The lists of timers that Node.js has in a heap. One pass over the nodes. */
export function waitingTimers({ heap, scopes }: Pick<Paths, "heap" | "scopes">): TimerList[] {
  const lists: TimerList[] = [];
  const table = tableOfLists(heap);
  if (table < 0) return lists;
  for (let edge = heap.firstEdges[table]!; edge < heap.firstEdges[table + 1]!; edge++) {
    const list = heap.target(edge);
    const afterMs = Number(heap.edgeName(edge));
    if (heap.name(list) === "TimersList" && Number.isInteger(afterMs))
      lists.push({ afterMs, callbacks: callbacksOf(heap, scopes, list) });
  }
  return lists;
}

/** `timerListMap` of node:internal/timers, by duration; -1 when there is none. */
function tableOfLists(heap: Heap): number {
  const word = heap.word("timerListMap");
  const { types, firstEdges, edgeNames } = heap;
  if (word < 0) return -1;
  for (let node = 0; node < types.length; node++) {
    if (types[node] !== NodeType.object || !heap.isContext(node)) continue;
    for (let edge = firstEdges[node]!; edge < firstEdges[node + 1]!; edge++)
      if (edgeNames[edge] === word && heap.edgeType(edge) === EdgeType.context) return heap.target(edge);
  }
  return -1;
}

function callbacksOf(heap: Heap, scopes: Scopes, list: number): TimerCallback[] {
  const found: TimerCallback[] = [];
  let timer = heap.property(list, "_idleNext");
  for (let seen = 0; timer >= 0 && timer !== list && seen < MOST_CALLBACKS; seen++) {
    const called = heap.property(timer, "_onTimeout");
    if (called >= 0 && heap.types[called] === NodeType.closure)
      // What comes once has null there, and what repeats a number, to which no edge leads.
      found.push({ ...scopes.placeOf(called), repeats: heap.property(timer, "_repeat") < 0 });
    timer = heap.property(timer, "_idleNext");
  }
  return found;
}
