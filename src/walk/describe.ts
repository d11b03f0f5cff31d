import { Closures } from "./closures.ts";
import type { Collection, Collections } from "./collections.ts";
import { fieldsOfEntries } from "./entry-fields.ts";
import { sampleEntries } from "./entry-sample.ts";
import { estimateEntrySize } from "./entry-size.ts";
import type { Internals } from "./internals.ts";
import { isNativeText, isReference, ownValue, prototypeOf, textOf } from "./native.ts";
import type { Paths } from "./paths.ts";
import type { CollectionFacts, FunctionText } from "./protocol.ts";
import { describeFunction, type Scripts } from "./scripts.ts";
import { eachTimer } from "./timers.ts";

const sampledCallbacks = 16;
/** Timers that come again are few, and may stand behind thousands that do not. */
const mostPassed = 20_000;

/** What is needed to say where a collection is held. */
export interface Known {
  readonly collections: Collections;
  readonly paths: Paths;
  readonly scripts: Scripts;
  readonly internals: Internals;
}

/** Describes collections, giving the loop back between them. */
export function* describeAll(
  ids: readonly number[],
  withSize: boolean,
  known: Known,
  into: CollectionFacts[],
): Generator<void> {
  const { collections, paths, scripts, internals } = known;
  for (const id of ids) {
    const collection = collections.get(id);
    if (collection === undefined) continue;
    const { node, kind } = collection;
    const origins = paths.origins(node).flatMap(({ script, name }) => {
      const text = scripts.describe(script);
      return text === null ? [] : [{ ...text, variable: name }];
    });
    const callbacks = kind === "timers" ? callbacksOf(collection, internals, scripts) : [];
    const size = withSize ? yield* estimateEntrySize(collection, new Closures(internals)) : null;
    const steps = paths.steps(node);
    into.push({
      id,
      kind,
      className: paths.className(node),
      steps,
      origins,
      exporters: paths.exporters(node),
      bound: paths.capacity(node),
      size,
      fields: withSize ? fieldsOfEntries(collection) : null,
      holderClass: withSize ? classOf(collection, internals, scripts) : null,
      weak: holdsWeakly(collection),
      link: kind === "chain" ? String(collection.key) : null,
      callbacks,
    });
    yield;
  }
}

function holdsWeakly(collection: Collection): boolean {
  const owner = collection.owner();
  if (
    owner === undefined ||
    (collection.kind !== "Map" && collection.kind !== "Set" && collection.kind !== "Array")
  )
    return false;
  for (const entry of sampleEntries(collection, owner))
    return entry.some((part) => isReference(part) && prototypeOf(part) === WeakRef.prototype);
  return false;
}

/** The class that the instance holding the collection was made by. */
function classOf({ holder }: Collection, internals: Internals, scripts: Scripts): FunctionText | null {
  const instance = holder();
  const prototype = instance === undefined ? null : prototypeOf(instance);
  const constructor = prototype === null ? undefined : ownValue(prototype, "constructor");
  if (typeof constructor !== "function" || isNativeText(textOf(constructor))) return null;
  const [inside] = internals.read([constructor], () => true);
  if (!inside?.place) return null;
  const { script, line, column } = inside.place;
  return { ...describeFunction(constructor), line, column, files: scripts.describe(script)?.files ?? [] };
}
type Callback = FunctionText & { readonly sampled: number; readonly repeats: boolean };

/** Where the callbacks of waiting timers stand, commonest first. */
function callbacksOf({ owner, key }: Collection, internals: Internals, scripts: Scripts): Callback[] {
  const list = ownValue(owner() ?? {}, key!);
  const functions: object[] = [];
  const repeats: boolean[] = [];
  if (isReference(list))
    for (const timer of sampledTimers(list)) {
      const callback = ownValue(timer, "_onTimeout");
      if (!isReference(callback)) continue;
      functions.push(callback);
      repeats.push(typeof ownValue(timer, "_repeat") === "number");
    }
  unbind(functions, internals);
  const places = new Map<string, Callback>();
  for (const [index, inside] of internals.read(functions, () => true).entries()) {
    if (!inside?.place) continue;
    const { script, line, column } = inside.place;
    const place = `${script}:${line}:${column}`;
    const known = places.get(place);
    const files = scripts.describe(script)?.files ?? [];
    places.set(place, {
      ...describeFunction(functions[index]),
      line,
      column,
      files,
      sampled: (known?.sampled ?? 0) + 1,
      repeats: repeats[index]!,
    });
  }
  return [...places.values()].sort((a, b) => b.sampled - a.sampled);
}

/** The first timers of a list to fire, and of the others some that come again. */
function* sampledTimers(list: object): Generator<object> {
  let passed = 0;
  let again = 0;
  for (const timer of eachTimer(list)) {
    if (passed++ < sampledCallbacks) yield timer;
    else if (passed > mostPassed || again >= sampledCallbacks) return;
    else if (typeof ownValue(timer, "_repeat") === "number") {
      again++;
      yield timer;
    }
  }
}

/** Puts in place of each bound function what it calls. */
function unbind(functions: object[], internals: Internals): void {
  for (const [index, fn] of functions.entries()) {
    if (!isNativeText(textOf(fn))) continue;
    const [inside] = internals.read([fn], () => true);
    const target = inside?.held.find(([name]) => name === "TargetFunction")?.[1];
    if (typeof target === "function") functions[index] = target;
  }
}
