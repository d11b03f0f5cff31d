/** Readers that never run the program's code: no getter, no Proxy trap, no overridden method. */

const { getPrototypeOf, getOwnPropertyDescriptor, apply } = Reflect;

type Builtins = {
  "node:async_hooks": typeof import("node:async_hooks");
  "node:buffer": typeof import("node:buffer");
  "node:events": typeof import("node:events");
  "node:fs": typeof import("node:fs");
  "node:inspector": typeof import("node:inspector");
  "node:module": typeof import("node:module");
  "node:stream": typeof import("node:stream");
  "node:timers": typeof import("node:timers");
  "node:util": typeof import("node:util");
  "node:v8": typeof import("node:v8");
  "node:worker_threads": typeof import("node:worker_threads");
};

/** A built-in module of the target; the injected text has no `import`. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return process.getBuiltinModule(name);
}

export const types: typeof import("node:util").types = builtin("node:util").types;

const mapSizeGetter = getOwnPropertyDescriptor(Map.prototype, "size")!.get!;
const setSizeGetter = getOwnPropertyDescriptor(Set.prototype, "size")!.get!;
/** Of a class and getter of the language: as it is for instances whose class overrides it. */
function getterOf(prototype: object, name: string): (value: object) => unknown {
  const getter = getOwnPropertyDescriptor(prototype, name)!.get!;
  return (value) => apply(getter, value, []) as unknown;
}

const typedArray = getPrototypeOf(Uint8Array.prototype) as object;
const typedArrayBuffer = getterOf(typedArray, "buffer");
const typedArrayLength = getterOf(typedArray, "byteLength");
const typedArraySlots = getterOf(typedArray, "length");
const dataViewBuffer = getterOf(DataView.prototype, "buffer");
const dataViewLength = getterOf(DataView.prototype, "byteLength");
const bufferLength = getterOf(ArrayBuffer.prototype, "byteLength");
const sharedLength = getterOf(SharedArrayBuffer.prototype, "byteLength");
const functionText = Function.prototype.toString;
const { propertyIsEnumerable } = Object.prototype;

/** The number of elements of a typed array. */
export const slotsOf = (array: object): number => typedArraySlots(array) as number;
export const mapSize = (map: object): number => apply(mapSizeGetter, map, []);
export const setSize = (set: object): number => apply(setSizeGetter, set, []);

/** Whether `value` can hold references that are worth following. */
export function isReference(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** The value of an own data property; undefined for accessors and absent ones. */
export function ownValue(object: object, key: PropertyKey): unknown {
  if (types.isProxy(object)) return undefined;
  return getOwnPropertyDescriptor(object, key)?.value as unknown;
}

/**
 * The names of an object's own enumerable properties; none for typed arrays and String objects: each of their elements has one, and
 * listing those of a Buffer of some megabytes stops the program for seconds.
 */
export function namesOf(object: object): string[] {
  return ArrayBuffer.isView(object) || types.isStringObject(object) ? [] : Object.keys(object);
}

/** Bytes of an ArrayBuffer or SharedArrayBuffer. */
export function bufferBytes(buffer: object): number {
  return (types.isSharedArrayBuffer(buffer) ? sharedLength(buffer) : bufferLength(buffer)) as number;
}

/** The buffer that a typed array, Buffer or DataView looks at, and how many bytes of it. */
export function viewed(view: object): { buffer: object; bytes: number } {
  const [buffer, length] = types.isDataView(view)
    ? [dataViewBuffer, dataViewLength]
    : [typedArrayBuffer, typedArrayLength];
  return { buffer: buffer(view) as object, bytes: length(view) as number };
}

/** Whether a property is there and is listed; asking does not read it. */
export function isEnumerable(object: object, key: PropertyKey): boolean {
  return !types.isProxy(object) && apply(propertyIsEnumerable, object, [key]);
}

/** The prototype, or null where a Proxy would answer. */
export function prototypeOf(object: object): object | null {
  if (types.isProxy(object)) return null;
  const prototype = getPrototypeOf(object);
  return prototype !== null && types.isProxy(prototype) ? null : prototype;
}

/** Name of the class of `object`; empty for plain objects, arrays and what has no constructor. */
export function classNameOf(object: object): string {
  if (typeof object === "function") return "";
  const prototype = prototypeOf(object);
  if (prototype === null || prototype === Object.prototype || prototype === Array.prototype) return "";
  const constructor = ownValue(prototype, "constructor");
  if (typeof constructor !== "function") return "";
  const name = ownValue(constructor, "name");
  if (typeof name !== "string") return "";
  return isLanguageClass(name) && isNativeText(textOf(constructor)) ? "" : name;
}

/** In another realm, plain objects and collections have classes that are not ours by identity. */
function isLanguageClass(name: string): boolean {
  return name === "Object" || name === "Array" || name === "Map" || name === "Set";
}

/** Source text of a function; empty when it has none to give. */
export function textOf(fn: object): string {
  try {
    return apply(functionText, fn, []);
  } catch {
    return ""; // Callable objects of other realms and revoked proxies have no text.
  }
}

/** How the text of every built-in function ends. */
export const builtinText = "{ [native code] }";

/** Whether the function is implemented by the engine, so that it closes over nothing a program wrote. */
export function isNativeText(text: string): boolean {
  return text.length < 200 && text.endsWith(builtinText);
}

/** Whether an object is of no class. */
export function isPlain(object: object): boolean {
  const prototype = prototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}
