import { capacityAmong, numericFields } from "./capacity.ts";
import {
  classOfBounded,
  kindOfBounded,
  limitOfBounded,
  type Bounded,
  type BoundedCollections,
} from "./bounded.ts";
import { chainCounter, linksOf } from "./chains.ts";
import { counterOf, textCounter, type Collections } from "./collections.ts";
import { visitEmitter, visitEventTarget } from "./listeners.ts";
import {
  builtin,
  classNameOf,
  isEnumerable,
  isNativeText,
  isPlain,
  isReference,
  mapSize,
  ownValue,
  prototypeOf,
  setSize,
  textOf,
  types,
} from "./native.ts";
import { Openable } from "./openable.ts";
import type { NodeIndex } from "./paths.ts";
import type { StepKind } from "./protocol.ts";
import type { Reach, Reached, Slot } from "./reach.ts";
import { mayGrow } from "./texts.ts";
import { fewEntries, sampledEntries } from "./sample.ts";

/** Nearer than any entry of a collection. */
const dearestWithText = 8;
const mostTexts = 1000;

/** A value that only the inspector can see inside. */
export interface Opaque extends Reached {
  /** Length of the text that the inspector will copy to describe it. */
  readonly text: number;
}

/** Plain objects with fewer keys are records, not dictionaries. */
const dictionaryKeys = 10;
/** Keys of a dictionary are data; below this many they are taken for field names. */
const namedKeys = 64;

/** Visits values: registers those that are collections and follows what each holds, without running any of it. */
export class Visitor {
  functions = 0;
  objects = 0;
  /** Weak maps cannot be listed; what they hold under long-lived keys is asked for at the end. */
  readonly weakMaps: Reached[] = [];
  readonly #reach: Reach;
  readonly #collections: Collections;
  /** Takes the values whose inside is to be read later. */
  readonly #look: Opaque[];
  readonly #moduleClass: object = builtin("node:module").prototype;
  readonly #openable = new Openable();
  readonly #bounded: BoundedCollections;
  /** The property that holds the value being visited. */
  #slot: Slot | null = null;
  #textsLeft: number;
  readonly #privateClasses = new WeakMap<object, boolean>();

  constructor(
    reach: Reach,
    collections: Collections,
    look: Opaque[],
    { bounded, texts }: { readonly bounded: BoundedCollections; readonly texts: boolean },
  ) {
    this.#reach = reach;
    this.#bounded = bounded;
    this.#textsLeft = texts ? mostTexts : 0;
    this.#collections = collections;
    this.#look = look;
  }

  visit({ value, node, slot }: Reached): void {
    this.objects++;
    this.#slot = slot ?? null;
    const bounded = this.#bounded.of(value);
    if (bounded !== null) this.#visitBounded(value, bounded, node);
    // The inspector shows what stands behind a Proxy without asking it.
    else if (types.isProxy(value)) this.#look.push({ value, node, text: 0 });
    else if (typeof value === "function") this.#visitFunction(value, node);
    else if (types.isMap(value)) this.#visitMap(value, node);
    else if (types.isSet(value)) this.#visitSet(value, node);
    else if (Array.isArray(value)) this.#visitArray(value, node);
    else if (types.isModuleNamespaceObject(value)) this.#visitNamespace(value, node);
    else if (types.isWeakMap(value)) this.weakMaps.push({ value, node });
    else if (types.isPromise(value)) this.#lookInside({ value, node, text: 0 });
    else if (!isOpaque(value)) this.#visitObject(value, node);
  }

  #lookInside(opaque: Opaque): void {
    if (this.#openable.allows(opaque.value)) this.#look.push(opaque);
  }

  #visitFunction(fn: object, node: NodeIndex): void {
    const text = textOf(fn);
    if (text.startsWith("class")) this.#reach.paths.setClass(node, nameOf(fn));
    if (!isNativeText(text)) {
      this.functions++;
      if (!this.#isMethodOfClass(fn, text, node)) this.#lookInside({ value: fn, node, text: text.length });
    } else if (nameOf(fn).startsWith("bound ")) this.#lookInside({ value: fn, node, text: 0 });
    this.#visitProperties(fn, node);
  }

  /** A method written in a class body closes over what its class closes over, and the class is read itself. */
  #isMethodOfClass(fn: object, text: string, node: NodeIndex): boolean {
    const parent = this.#reach.paths.parent(node);
    if (
      parent === null ||
      this.#reach.paths.kind(parent) !== "prototype" ||
      this.#reach.paths.kind(node) === "closure"
    )
      return false;
    const name = ownValue(fn, "name");
    if (typeof name !== "string" || name === "constructor") return false;
    return (
      ownValue(fn, "prototype") === undefined &&
      /^(?:async\s+)?(?:\*\s*)?[\w$#]+\s*\(/.test(text) &&
      !text.startsWith("function")
    );
  }

  /** One of `sawtooth/bounded`: what it holds is the program's, how it holds it is not. */
  #visitBounded(value: object, bounded: Bounded, node: NodeIndex): void {
    const { paths } = this.#reach;
    paths.setClass(node, classNameOf(value) || classOfBounded(bounded));
    paths.setCapacity(node, limitOfBounded(bounded));
    this.#collections.addBounded(kindOfBounded(bounded), node, value, bounded);
    for (const entry of bounded.sample(bounded.size > fewEntries ? sampledEntries : fewEntries))
      for (const part of entry.toReversed())
        this.#reach.follow(part, node, part === entry[0] ? "key" : "element", "");
    for (const name of Object.keys(value)) this.#visitProperty(value, name, node, false);
    const prototype = prototypeOf(value);
    this.#reach.follow(prototype, node, "prototype", "");
    const isSubclass = classNameOf(value) !== classOfBounded(bounded);
    if (isSubclass && this.#hasPrivates(prototype)) this.#lookInside({ value, node, text: 0 });
  }

  #visitMap(map: Map<unknown, unknown>, node: NodeIndex): void {
    this.#reach.paths.setClass(node, subclassOf(map, Map.prototype));
    this.#collections.add("Map", node, map, null, counterOf("Map", map, this.#slot), { slot: this.#slot });
    const size = mapSize(map);
    let sampled = 0;
    for (const [key, value] of Map.prototype.entries.call(map) as Iterable<[unknown, unknown]>) {
      if (size > fewEntries && ++sampled > sampledEntries) break;
      this.#reach.follow(value, node, "element", "");
      this.#reach.follow(key, node, "key", "");
    }
    this.#visitOwn(map, Map.prototype, size, node);
  }

  #visitSet(set: Set<unknown>, node: NodeIndex): void {
    this.#reach.paths.setClass(node, subclassOf(set, Set.prototype));
    this.#collections.add("Set", node, set, null, counterOf("Set", set, this.#slot), { slot: this.#slot });
    const size = setSize(set);
    let sampled = 0;
    for (const value of Set.prototype.values.call(set)) {
      if (size > fewEntries && ++sampled > sampledEntries) break;
      this.#reach.follow(value, node, "element", "");
    }
    this.#visitOwn(set, Set.prototype, size, node);
  }

  #visitArray(array: unknown[], node: NodeIndex): void {
    const { length } = array;
    if (length > 1 || this.#isVariable(node) || this.#isField(node))
      this.#collections.add("Array", node, array, null, counterOf("Array", array, this.#slot), {
        slot: this.#slot,
      });
    if (length <= fewEntries) {
      for (let i = 0; i < length; i++) this.#reach.follow(ownValue(array, i), node, "element", "");
      if (prototypeOf(array) !== Array.prototype) this.#visitFields(array, node);
    } else
      for (let i = 0; i < sampledEntries / 2; i++) {
        this.#reach.follow(ownValue(array, i), node, "element", "");
        this.#reach.follow(ownValue(array, length - 1 - i), node, "element", "");
      }
  }

  /** Whether a variable or private field holds the value: one that is empty yet may be about to fill. */
  #isVariable(node: NodeIndex): boolean {
    return variables.has(this.#reach.paths.kind(node));
  }

  #isField(node: NodeIndex): boolean {
    const kind = this.#reach.paths.kind(node);
    return kind === "property" || kind === "symbol";
  }

  /** An object of many keys, or a plain one that has none or few yet and that somebody keeps. */
  #mayBeDictionary(object: object, node: NodeIndex, keys: number): boolean {
    if (keys >= dictionaryKeys) return this.#reach.paths.kind(node) !== "exports";
    return isPlain(object) && (this.#isVariable(node) || (keys === 0 && this.#isField(node)));
  }

  /** Fields that a subclass adds to arrays. */
  #visitFields(array: unknown[], node: NodeIndex): void {
    this.#reach.paths.setClass(node, classNameOf(array));
    for (const name of Object.keys(array))
      if (!/^\d+$/.test(name)) this.#visitProperty(array, name, node, false);
  }

  /** Fields that a subclass adds to a Map or Set of so many entries. */
  #visitOwn(value: object, base: object, entries: number, node: NodeIndex): void {
    const prototype = prototypeOf(value);
    if (prototype !== base) {
      this.#reach.follow(prototype, node, "prototype", "");
      // The inspector copies the entries of what it is shown.
      if (entries <= fewEntries && this.#hasPrivates(prototype)) this.#lookInside({ value, node, text: 0 });
    }
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
      this.#reach.follow(value, node, "property", name);
    }
  }

  #visitObject(object: object, node: NodeIndex): void {
    const prototype = prototypeOf(object);
    if (prototype === this.#moduleClass) return; // Exports are roots of their own.
    const className = classNameOf(object);
    this.#reach.paths.setClass(node, className);
    if (connectionClasses.has(className)) this.#reach.demote(node);
    const names = Object.keys(object);
    if (names.length <= fewEntries)
      this.#reach.paths.setCapacity(node, capacityAmong(numericFields(object, names)));
    if (this.#hasPrivates(prototype)) this.#lookInside({ value: object, node, text: 0 });
    if (this.#slot !== null) this.#visitChains(object, names, node, this.#slot);
    this.#visitProperties(object, node, names);
    if (prototype !== null && prototype !== Object.prototype)
      this.#reach.follow(prototype, node, "prototype", "");
  }

  /** Linked lists that begin here, unless the object is a link of one itself. */
  #visitChains(object: object, names: readonly string[], node: NodeIndex, slot: Slot): void {
    for (const key of linksOf(object, names)) {
      if ("holder" in slot && Object.hasOwn(slot.holder, key)) continue;
      this.#collections.add("chain", node, object, key, chainCounter(object, key, slot), { slot });
    }
  }

  #visitProperties(object: object, node: NodeIndex, names: readonly string[] = Object.keys(object)): void {
    if (typeof object !== "function" && this.#mayBeDictionary(object, node, names.length))
      this.#collections.add("object", node, object, null, counterOf("object", object, this.#slot), {
        keys: names,
        slot: this.#slot,
      });
    if (names.length > fewEntries * 8) {
      for (const name of names.slice(-sampledEntries))
        this.#reach.follow(ownValue(object, name), node, "element", "");
      return;
    }
    const dictionary = names.length >= namedKeys && isPlain(object);
    for (const key of Reflect.ownKeys(object)) this.#visitProperty(object, key, node, dictionary);
  }

  #visitProperty(object: object, key: PropertyKey, node: NodeIndex, dictionary: boolean): void {
    // Reading the stack of an error formats it, at first, with what the program may have put in to do so.
    if (key === "stack" && !isEnumerable(object, key)) return;
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return;
    const name = typeof key === "symbol" ? `[${key.toString()}]` : String(key);
    if (!("value" in descriptor)) {
      this.#reach.follow(descriptor.get, node, "accessor", name);
      this.#reach.follow(descriptor.set, node, "accessor", name);
    } else if (typeof descriptor.value === "string") {
      if (typeof key === "string" && !dictionary) this.#visitText(object, key, descriptor.value, node);
    } else if (isReference(descriptor.value)) {
      if (key === "_events" && !types.isProxy(descriptor.value))
        visitEmitter(object, descriptor.value, node, this.#reach, this.#collections);
      else if (typeof key === "symbol" && key.description === "kEvents")
        visitEventTarget(object, node, this.#reach, this.#collections);
      else if (typeof key === "symbol")
        this.#reach.follow(descriptor.value, node, "symbol", name, this.#slotIn(object, key));
      else if (key === "prototype" && typeof object === "function")
        this.#reach.follow(descriptor.value, node, "prototype", "");
      else if (dictionary) this.#reach.follow(descriptor.value, node, "element", "");
      else if (!(object === process && processData.has(name)))
        this.#reach.follow(descriptor.value, node, "property", name, this.#slotIn(object, key));
    }
  }

  /** A text that a field of something near to a name holds; what hangs on entries goes with these. */
  #visitText(object: object, name: string, text: string, node: NodeIndex): void {
    const isNear = this.#reach.paths.cost(node) <= dearestWithText && typeof object !== "function";
    if (!isNear || object === process || !mayGrow(text) || this.#textsLeft === 0) return;
    this.#textsLeft--;
    const slot = this.#slotIn(object, name);
    const at = this.#reach.stepWithoutValue(node, "property", name);
    this.#collections.add("string", at, object, null, textCounter(slot), { slot });
  }

  #slotIn(holder: object, key: PropertyKey): Slot {
    return { holder, key, within: this.#slot };
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
      if (has && (!this.#reach.isKnown(prototype) || prototype === AbortController.prototype)) return true;
      prototype = prototypeOf(prototype);
    }
    return false;
  }
}

const variables: ReadonlySet<StepKind> = new Set(["module", "closure", "private"]);

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

function nameOf(fn: object): string {
  const name = ownValue(fn, "name");
  return typeof name === "string" ? name : "";
}

function subclassOf(value: object, base: object): string {
  return prototypeOf(value) === base ? "" : classNameOf(value);
}
