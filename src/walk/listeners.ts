import {
  countsEvents,
  emitterCounter,
  eventCounter,
  eventTable,
  targetCounter,
  type Collections,
} from "./collections.ts";
import { isReference, ownValue, types } from "./native.ts";
import type { NodeIndex } from "./paths.ts";
import type { Reach } from "./reach.ts";
import { sampledEntries } from "./sample.ts";

/** Of an emitter with more events, names are made as it runs, `reply:4711`, and those that came first are looked at. */
const mostEvents = 200;

/** The listener lists of an EventEmitter, from its `_events` table, and the table itself. */
export function visitEmitter(
  emitter: object,
  events: object,
  node: NodeIndex,
  reach: Reach,
  collections: Collections,
): void {
  if (countsEvents(emitter) && reach.isNamed(node)) {
    const table = reach.stepWithoutValue(node, "listeners", "");
    collections.add("listeners", table, emitter, null, eventCounter(emitter));
  }
  for (const event of Reflect.ownKeys(events).slice(0, mostEvents)) {
    const listeners = ownValue(events, event);
    if (!isReference(listeners) || types.isProxy(listeners)) continue;
    const name = typeof event === "symbol" ? `[${event.toString()}]` : event;
    const { length } = Array.isArray(listeners) ? listeners : [];
    const at = reach.stepWithoutValue(node, "listeners", name);
    if (length > 1 || reach.isNamed(at))
      collections.add("listeners", at, emitter, event, emitterCounter(emitter, event));
    if (!Array.isArray(listeners)) reach.follow(listeners, at, "element", "");
    for (let i = Math.max(0, length - sampledEntries); i < length; i++)
      reach.follow(ownValue(listeners, i), at, "element", "");
  }
}

/** The listener lists of an EventTarget, AbortSignals among them. */
export function visitEventTarget(
  target: object,
  node: NodeIndex,
  reach: Reach,
  collections: Collections,
): void {
  const table = eventTable(target);
  if (table === null) return;
  for (const [event, root] of Map.prototype.entries.call(table) as Iterable<[string, object]>) {
    const at = reach.stepWithoutValue(node, "listeners", event);
    collections.add("listeners", at, target, event, targetCounter(target, event));
    let listener = ownValue(root, "next");
    for (let n = 0; n < sampledEntries && isReference(listener); n++) {
      reach.follow(ownValue(listener, "callback"), at, "element", "");
      listener = ownValue(listener, "next");
    }
  }
}
