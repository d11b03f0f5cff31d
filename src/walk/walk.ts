import { capacityAmong, numericFields } from "./capacity.ts";
import type { Collections } from "./collections.ts";
import { counterOf, emitterCounter, eventTable, targetCounter } from "./collections.ts";
import { Frontier } from "./frontier.ts";
import type { Inside, Internals } from "./internals.ts";
import {
  builtin,
  classNameOf,
  isNativeText,
  isReference,
  mapSize,
  ownValue,
  prototypeOf,
  setSize,
  textOf,
  types,
} from "./native.ts";
import type { NodeIndex, Paths } from "./paths.ts";
import type { StepKind, WalkOptions } from "./protocol.ts";
import type { Root } from "./roots.ts";
import { commonJsRoots, esModuleRoots, globalRoots, runtimeObjects, runtimeRoots } from "./roots.ts";
import type { Scripts } from "./scripts.ts";
import { Seen } from "./seen.ts";
import { eachTimer, eachTimerList, timerCounter, timerLists } from "./timers.ts";

/** What each kind of step adds to the cost of a path. Variables of a module start afresh at a fixed cost. */
const stepCost: Record<StepKind, number> = {
  module: 0,
  exports: 0,
  namespace: 0,
  global: 0,
  handle: 0,
  builtin: 0,
  timers: 0,
  property: 3,
  private: 3,
  symbol: 4,
  element: 6,
  key: 7,
  prototype: 3,
  accessor: 5,
  closure: 8,
  bound: 8,
  result: 3,
  listeners: 8,
};
const moduleVariableCost = 3;
const timerCost = 36;
/** Through a request or a socket is no way a programmer names anything: last resort. */
const connectionCost = 60;
const highestCost = 160;

/** Of a larger collection only so many entries are looked into: entries of one collection are alike. */
const sampledEntries = 32;
const fewEntries = 128;
/** Plain objects with fewer keys are records, not dictionaries. */
const dictionaryKeys = 10;
/** Keys of a dictionary are data; below this many they are taken for field names. */
const namedKeys = 64;
const batchSize = 8;
/** Reading a function copies its source text: so many characters a batch take a few milliseconds. */
const batchText = 400_000;

interface Waiting {
  readonly value: object;
  readonly node: NodeIndex;
  /** Length of the text that the inspector will copy to describe it. */
  readonly text?: number;
}

/**
 * One pass over everything the program holds on to, cheapest path first, that registers each collection it
 * meets. Follows own data properties, entries, listeners, closures, `#private` fields and bound values; runs
 * none of the program's code. Work is a generator, so that the caller can spread it over the event loop.
 */
export class Walk {
  objects = 0;
  functions = 0;
  complete = true;
  /** Every loaded module, by file name or URL. */
  readonly files: string[] = [];
  readonly #paths: Paths;
  readonly #collections: Collections;
  readonly #internals: Internals;
  readonly #scripts: Scripts;
  readonly #options: WalkOptions;
  readonly #spentMs: () => number;
  readonly #seen = new Seen<NodeIndex>();
  readonly #frontier = new Frontier<Waiting>();
  readonly #known: WeakSet<object>;
  readonly #moduleClass: object;
  readonly #inside: Waiting[] = [];
  readonly #privateClasses = new WeakMap<object, boolean>();

  constructor(
    parts: { paths: Paths; collections: Collections; internals: Internals; scripts: Scripts },
    options: WalkOptions,
    spentMs: () => number,
  ) {
    this.#paths = parts.paths;
    this.#collections = parts.collections;
    this.#internals = parts.internals;
    this.#scripts = parts.scripts;
    this.#options = options;
    this.#spentMs = spentMs;
    this.#known = runtimeObjects();
    this.#moduleClass = builtin("node:module").prototype as object;
  }

  /** Keeps an object out of the walk: Sawtooth's own. */
  ignore(value: object): void {
    this.#known.add(value);
  }

  *work(): Generator<void> {
    for (const roots of [
      commonJsRoots(),
      esModuleRoots(this.#internals),
      globalRoots(this.#known),
      runtimeRoots(),
    ])
      for (const root of roots) {
        this.#root(root);
        yield;
      }
    this.#timers();
    for (;;) {
      // Functions are read in batches, but never after a value that is dearer to reach than what they hold.
      if (
        this.#inside.length >= batchSize ||
        (this.#inside.length > 0 && this.#frontier.lowest > this.#cheapestInside())
      ) {
        this.#readInside();
      } else {
        const next = this.#frontier.pop();
        if (next === undefined) return;
        this.#visit(next);
      }
      yield;
      if (this.#spentMs() > this.#options.budgetMs || this.#paths.length > this.#options.maxObjects) {
        this.complete = false;
        return;
      }
    }
  }

  #cheapestInside(): number {
    return this.#inside.length === 0 ? Infinity : this.#paths.cost(this.#inside[0]!.node) + 1;
  }

  #root({ value, kind, name, cost }: Root): void {
    if (kind === "builtin") this.#known.delete(value);
    if (kind === "exports" || kind === "namespace") this.files.push(name);
    this.#reach(value, null, kind, name, cost, -1);
  }

  #timers(): void {
    const table = timerLists(this.#internals);
    if (table === null) return;
    for (const [duration, list] of eachTimerList(table)) {
      const node = this.#paths.add(null, "timers", duration, timerCost, -1);
      this.#collections.add("timers", node, table, duration, timerCounter(table, duration));
      let sampled = 0;
      for (const timer of eachTimer(list)) {
        if (++sampled > sampledEntries) break;
        this.#reach(timer, node, "element", "", timerCost + 2, -1);
      }
    }
  }

  /** Notes a way to `value`: a new value waits to be visited, a known one takes the way if it is cheaper. */
  #reach(
    value: unknown,
    from: NodeIndex | null,
    kind: StepKind,
    name: string,
    cost: number,
    script: number,
  ): void {
    if (!isReference(value) || cost > highestCost || types.isProxy(value) || this.#known.has(value)) return;
    if (value === process && kind !== "builtin") return;
    const at = this.#seen.get(value);
    if (at === undefined) {
      const node = this.#paths.add(from, kind, name, cost, script);
      this.#seen.set(value, node);
      this.#frontier.push({ value, node }, cost);
    } else if (cost < this.#paths.cost(at)) {
      this.#noteExporter(at, this.#paths.parent(at));
      this.#paths.improve(at, from, kind, name, cost, script);
    } else if (kind === "module") {
      this.#paths.addAlias(at, script, name);
    }
    if (at !== undefined) this.#noteExporter(at, from);
  }

  /** A value's name may come from a module that imports it; its declaration is then in one that exports it. */
  #noteExporter(at: NodeIndex, from: NodeIndex | null): void {
    if (from === null) return;
    const kind = this.#paths.kind(from);
    if (kind === "exports" || kind === "namespace") this.#paths.addExporter(at, this.#paths.name(from));
  }

  #follow(value: unknown, from: NodeIndex, kind: StepKind, name: string): void {
    if (!isReference(value)) return;
    this.#reach(value, from, kind, name, this.#paths.cost(from) + stepCost[kind], this.#paths.script(from));
  }

  #visit({ value, node }: Waiting): void {
    this.objects++;
    if (typeof value === "function") this.#visitFunction(value, node);
    else if (types.isMap(value)) this.#visitMap(value as Map<unknown, unknown>, node);
    else if (types.isSet(value)) this.#visitSet(value as Set<unknown>, node);
    else if (Array.isArray(value)) this.#visitArray(value as unknown[], node);
    else if (types.isModuleNamespaceObject(value)) this.#visitNamespace(value, node);
    else if (types.isPromise(value)) this.#inside.push({ value, node });
    else if (!isOpaque(value)) this.#visitObject(value, node);
  }

  #visitFunction(fn: object, node: NodeIndex): void {
    const text = textOf(fn);
    if (text.startsWith("class")) this.#paths.setClass(node, String(ownValue(fn, "name") ?? ""));
    if (!isNativeText(text)) {
      this.functions++;
      if (!this.#isMethodOfClass(fn, text, node)) this.#inside.push({ value: fn, node, text: text.length });
    } else if (String(ownValue(fn, "name")).startsWith("bound ")) this.#inside.push({ value: fn, node });
    this.#visitProperties(fn, node);
  }

  /** A method written in a class body closes over what its class closes over, and the class is read itself. */
  #isMethodOfClass(fn: object, text: string, node: NodeIndex): boolean {
    const parent = this.#paths.parent(node);
    if (parent === null || this.#paths.kind(parent) !== "prototype" || this.#paths.kind(node) === "closure")
      return false;
    const name = ownValue(fn, "name");
    if (typeof name !== "string" || name === "constructor") return false;
    return (
      ownValue(fn, "prototype") === undefined &&
      /^(?:async\s+)?(?:\*\s*)?[\w$#]+\s*\(/.test(text) &&
      !text.startsWith("function")
    );
  }

  #visitMap(map: Map<unknown, unknown>, node: NodeIndex): void {
    this.#paths.setClass(node, subclassOf(map, Map.prototype));
    this.#collections.add("Map", node, map, null, counterOf("Map", map));
    const size = mapSize(map);
    let sampled = 0;
    for (const [key, value] of Map.prototype.entries.call(map) as Iterable<[unknown, unknown]>) {
      if (size > fewEntries && ++sampled > sampledEntries) break;
      this.#follow(value, node, "element", "");
      this.#follow(key, node, "key", "");
    }
    this.#visitOwn(map, Map.prototype, node);
  }

  #visitSet(set: Set<unknown>, node: NodeIndex): void {
    this.#paths.setClass(node, subclassOf(set, Set.prototype));
    this.#collections.add("Set", node, set, null, counterOf("Set", set));
    const size = setSize(set);
    let sampled = 0;
    for (const value of Set.prototype.values.call(set)) {
      if (size > fewEntries && ++sampled > sampledEntries) break;
      this.#follow(value, node, "element", "");
    }
    this.#visitOwn(set, Set.prototype, node);
  }

  #visitArray(array: unknown[], node: NodeIndex): void {
    const { length } = array;
    if (length > 1) this.#collections.add("Array", node, array, null, counterOf("Array", array));
    if (length <= fewEntries)
      for (let i = 0; i < length; i++) this.#follow(ownValue(array, i), node, "element", "");
    else
      for (let i = 0; i < sampledEntries / 2; i++) {
        this.#follow(ownValue(array, i), node, "element", "");
        this.#follow(ownValue(array, length - 1 - i), node, "element", "");
      }
  }

  /** Fields that a subclass adds to a built-in collection. */
  #visitOwn(value: object, base: object, node: NodeIndex): void {
    const prototype = prototypeOf(value);
    if (prototype !== base) this.#follow(prototype, node, "prototype", "");
    const names = Object.keys(value);
    if (names.length > 0) this.#visitProperties(value, node, names);
  }

  #visitNamespace(namespace: object, node: NodeIndex): void {
    for (const name of Object.getOwnPropertyNames(namespace)) {
      let value: unknown;
      try {
        value = (namespace as Record<string, unknown>)[name];
      } catch {
        continue; // The binding is not initialised yet.
      }
      this.#follow(value, node, "property", name);
    }
  }

  #visitObject(object: object, node: NodeIndex): void {
    const prototype = prototypeOf(object);
    if (prototype === this.#moduleClass) return; // Exports are roots of their own.
    const className = classNameOf(object);
    this.#paths.setClass(node, className);
    if (connectionClasses.has(className)) this.#penalise(node);
    const names = Object.keys(object);
    if (names.length <= fewEntries)
      this.#paths.setCapacity(node, capacityAmong(numericFields(object, names)));
    if (this.#hasPrivates(prototype)) this.#inside.push({ value: object, node });
    this.#visitProperties(object, node, names);
    if (prototype !== null && prototype !== Object.prototype) this.#follow(prototype, node, "prototype", "");
  }

  #penalise(node: NodeIndex): void {
    const kind = this.#paths.kind(node);
    if (
      kind === "module" ||
      kind === "closure" ||
      kind === "private" ||
      kind === "property" ||
      kind === "symbol"
    )
      return;
    const parent = this.#paths.parent(node);
    this.#paths.improve(
      node,
      parent,
      kind,
      "",
      this.#paths.cost(node) + connectionCost,
      this.#paths.script(node),
    );
  }

  #visitProperties(object: object, node: NodeIndex, names: readonly string[] = Object.keys(object)): void {
    const isFunction = typeof object === "function";
    if (!isFunction && names.length >= dictionaryKeys && this.#paths.kind(node) !== "exports")
      this.#collections.add("object", node, object, null, counterOf("object", object), names);
    if (names.length > fewEntries * 8) {
      for (const name of names.slice(-sampledEntries))
        this.#follow(ownValue(object, name), node, "element", "");
      return;
    }
    const dictionary = names.length >= namedKeys && isPlain(object);
    for (const key of Reflect.ownKeys(object)) this.#visitProperty(object, key, node, dictionary);
  }

  #visitProperty(object: object, key: PropertyKey, node: NodeIndex, dictionary: boolean): void {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return;
    const name = typeof key === "symbol" ? `[${key.toString()}]` : String(key);
    if (!("value" in descriptor)) {
      this.#follow(descriptor.get, node, "accessor", name);
      this.#follow(descriptor.set, node, "accessor", name);
    } else if (isReference(descriptor.value)) {
      if (key === "_events" && !types.isProxy(descriptor.value))
        this.#visitEmitter(object, descriptor.value, node);
      else if (typeof key === "symbol" && key.description === "kEvents") this.#visitEventTarget(object, node);
      else if (typeof key === "symbol") this.#follow(descriptor.value, node, "symbol", name);
      else if (key === "prototype" && typeof object === "function")
        this.#follow(descriptor.value, node, "prototype", "");
      else if (dictionary) this.#follow(descriptor.value, node, "element", "");
      else if (!(object === process && processData.has(name)))
        this.#follow(descriptor.value, node, "property", name);
    }
  }

  #visitEmitter(emitter: object, events: object, node: NodeIndex): void {
    for (const event of Reflect.ownKeys(events)) {
      const listeners = ownValue(events, event);
      if (!isReference(listeners)) continue;
      const name = typeof event === "symbol" ? `[${event.toString()}]` : String(event);
      const list = Array.isArray(listeners) ? (listeners as unknown[]) : [listeners];
      const cost = this.#paths.cost(node) + stepCost.listeners;
      const at = this.#paths.add(node, "listeners", name, cost, this.#paths.script(node));
      if (list.length > 1)
        this.#collections.add("listeners", at, emitter, event, emitterCounter(emitter, event));
      for (const listener of list.slice(-sampledEntries)) this.#follow(listener, at, "element", "");
    }
  }

  #visitEventTarget(target: object, node: NodeIndex): void {
    const table = eventTable(target);
    if (table === null) return;
    for (const [event, root] of Map.prototype.entries.call(table) as Iterable<[string, object]>) {
      const cost = this.#paths.cost(node) + stepCost.listeners;
      const at = this.#paths.add(node, "listeners", event, cost, this.#paths.script(node));
      this.#collections.add("listeners", at, target, event, targetCounter(target, event));
      let listener = ownValue(root, "next");
      for (let n = 0; n < sampledEntries && isReference(listener); n++) {
        this.#follow(ownValue(listener, "callback"), at, "element", "");
        listener = ownValue(listener, "next");
      }
    }
  }

  /** Whether a class in the chain declares `#fields`. */
  #hasPrivates(prototype: object | null): boolean {
    for (let depth = 0; prototype !== null && prototype !== Object.prototype && depth < 8; depth++) {
      let has = this.#privateClasses.get(prototype);
      if (has === undefined) {
        const constructor = ownValue(prototype, "constructor");
        const text = typeof constructor === "function" ? textOf(constructor) : "";
        // Of Node's own classes, only a controller keeps in a private field what programs hang things on.
        has = text.startsWith("class") && /#[\w$]/.test(text);
        this.#privateClasses.set(prototype, has);
      }
      if (has && (!this.#known.has(prototype) || prototype === AbortController.prototype)) return true;
      prototype = prototypeOf(prototype);
    }
    return false;
  }

  #readInside(): void {
    let length = 0;
    let text = 0;
    for (; length < Math.min(batchSize, this.#inside.length); length++) {
      text += this.#inside[length]!.text ?? 0;
      if (length > 0 && text > batchText) break;
    }
    const batch = this.#inside.splice(0, length);
    const insides = this.#internals.read(
      batch.map(({ value }) => value),
      (script) => this.#scripts.isRead(script),
    );
    for (const [index, waiting] of batch.entries())
      if (insides[index] !== undefined) this.#take(waiting, insides[index]);
  }

  #take({ value, node }: Waiting, inside: Inside): void {
    this.#paths.setCapacity(node, capacityAmong(inside.privates));
    for (const [name, held] of inside.privates) this.#follow(held, node, "private", name);
    for (const [name, held] of inside.held)
      this.#follow(held, node, name === "PromiseResult" ? "result" : "bound", name);
    if (inside.place === null) return;
    const script = this.#scripts.note(value, inside, this.#paths.exportingFile(node));
    if (script === null) return; // Node's own code: nothing of the program's hangs on its variables.
    const closed = inside.variables.filter(({ module }) => !module);
    this.#paths.setCapacity(node, capacityAmong(closed.map(({ name, value: held }) => [name, held])));
    for (const { name, value: held, module } of inside.variables) {
      if (module) this.#reach(held, null, "module", name, moduleVariableCost, script);
      else this.#reach(held, node, "closure", name, this.#paths.cost(node) + stepCost.closure, script);
    }
  }
}

/** Classes of short-lived things that happen to hold on to long-lived ones. */
const connectionClasses = new Set(
  "Socket TLSSocket IncomingMessage ServerResponse ClientRequest Http2Stream ServerHttp2Stream Http2Session HTTPParser".split(
    " ",
  ),
);

/** Parts of `process` that describe it and never grow with traffic. */
const processData = new Set(
  "env moduleLoadList mainModule report config features versions release allowedNodeEnvironmentFlags argv execArgv binding".split(
    " ",
  ),
);

/** Values that hold bytes, weak references or nothing: there is nothing to follow. */
function isOpaque(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isBoxedPrimitive(value) ||
    types.isExternal(value)
  );
}

function isPlain(object: object): boolean {
  const prototype = prototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

function subclassOf(value: object, base: object): string {
  return prototypeOf(value) === base ? "" : classNameOf(value);
}
