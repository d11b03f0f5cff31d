import { builtin, isReference, ownValue, types } from "./native.ts";
import type { Internals } from "./internals.ts";
import type { Collections, Counter } from "./collections.ts";
import type { NodeIndex, Paths } from "./paths.ts";

const timerCost = 36;

/** Longest timer list that is counted to its end; a longer one counts as this many. */
const longest = 200_000;

/**
 * Node keeps timers in one linked list per duration, in a table that only its own `setTimeout` closes over.
 * Source: lib/internal/timers.js of Node 20–26 (`timerListMap`, `_idleNext`).
 */
export function timerLists(internals: Internals): object | null {
  const [inside] = internals.read([builtin("node:timers").setTimeout], () => false);
  const table = inside?.variables.find(({ name }) => name === "timerListMap")?.value;
  return isReference(table) && !types.isProxy(table) ? table : null;
}

/** The list of timers that wait for the same number of milliseconds, keyed by that number. */
export function* eachTimerList(table: object): Generator<[duration: string, list: object]> {
  for (const duration of Object.keys(table)) {
    const list = ownValue(table, duration);
    if (isReference(list)) yield [duration, list];
  }
}

/** Takes up the timers that wait for `duration` as a collection; where its path arrives. */
export function addTimerList(
  collections: Collections,
  paths: Paths,
  table: object,
  duration: string,
): NodeIndex {
  const node = paths.add(null, "timers", duration, timerCost, -1);
  collections.add("timers", node, table, duration, timerCounter(table, duration));
  return node;
}

/** The timers of a list, next to fire first. */
export function* eachTimer(list: object): Generator<object> {
  let timer = ownValue(list, "_idlePrev");
  for (let n = 0; isReference(timer) && timer !== list && n < longest; n++) {
    yield timer;
    timer = ownValue(timer, "_idlePrev");
  }
}

/** Counts the timers that wait for `duration`, in whatever list holds them at the time. */
export function timerCounter(table: object, duration: string): Counter {
  return () => {
    const list = ownValue(table, duration);
    if (!isReference(list)) return 0;
    let count = 0;
    // eslint-disable-next-line no-unused-vars
    for (const _ of eachTimer(list)) count++;
    return count;
  };
}
