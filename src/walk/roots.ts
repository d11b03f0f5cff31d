import { builtin, isReference, ownValue, types } from "./native.ts";
import type { Internals } from "./internals.ts";
import type { StepKind } from "./protocol.ts";

/** Where a walk starts: a value, what to call it, and how dear a path from it is. */
export interface Root {
  readonly value: object;
  readonly kind: StepKind;
  readonly name: string;
  readonly cost: number;
}

/** Costs order paths: what a programmer would write comes first. */
const cost = { exports: 4, global: 8, builtin: 24, handle: 40 };

/** Exports of every loaded CommonJS module. */
export function* commonJsRoots(): Generator<Root> {
  const cache = ownValue(builtin("node:module"), "_cache");
  if (!isReference(cache) || types.isProxy(cache)) return;
  for (const file of Object.keys(cache)) {
    const module = ownValue(cache, file);
    const exports = isReference(module) ? ownValue(module, "exports") : undefined;
    if (isReference(exports)) yield { value: exports, kind: "exports", name: file, cost: cost.exports };
  }
}

/** The ES module loader's own table of what was imported, by URL; null where it is not to be had. */
export function moduleTable(internals: Internals): Map<unknown, unknown> | null {
  const { register } = builtin("node:module");
  if (typeof register !== "function") return null;
  const loader = variableOf(register, "cascadedLoader", internals);
  const cache = isReference(loader) ? ownValue(loader, "loadCache") : undefined;
  return types.isMap(cache) ? cache : null;
}

/**
 * Namespaces of every loaded ES module, from the loader's own table. The loader is a variable that
 * `module.register` closes over. Source: lib/internal/modules/esm/loader.js of Node 20–26.
 */
export function* esModuleRoots(internals: Internals): Generator<Root> {
  const cache = moduleTable(internals);
  if (cache === null) return;
  for (const [url, jobs] of Map.prototype.entries.call(cache) as Iterable<[unknown, unknown]>) {
    if (typeof url !== "string" || url.startsWith("node:") || !isReference(jobs)) continue;
    for (const type of Object.keys(jobs)) {
      const namespace = namespaceOf(ownValue(jobs, type));
      if (namespace !== null) yield { value: namespace, kind: "namespace", name: url, cost: cost.exports };
    }
  }
}

function namespaceOf(job: unknown): object | null {
  const wrap = isReference(job) ? ownValue(job, "module") : undefined;
  if (!isReference(wrap)) return null;
  try {
    // A method of Node's own ModuleWrap; it throws while the module is still being linked.
    const namespace: unknown = (wrap as { getNamespace(): unknown }).getNamespace();
    return isReference(namespace) && types.isModuleNamespaceObject(namespace) ? namespace : null;
  } catch {
    return null;
  }
}

/** Globals that the program added. Most of Node's own are accessors, which are never run; the rest are known. */
export function* globalRoots(known: WeakSet<object>): Generator<Root> {
  for (const key of Reflect.ownKeys(globalThis)) {
    const value = madeValue(globalThis, key);
    if (!isReference(value) || value === globalThis || known.has(value)) continue;
    yield {
      value,
      kind: "global",
      name: typeof key === "symbol" ? `[${key.toString()}]` : key,
      cost: cost.global,
    };
  }
}

/** Node's own long-lived objects that programs hang things on, and what the event loop keeps alive. */
export function* runtimeRoots(): Generator<Root> {
  yield { value: process, kind: "builtin", name: "process", cost: cost.builtin };
  for (const name of ["http", "https"] as const) {
    const agent = loadedModule(name) === null ? undefined : ownValue(loadedModule(name)!, "globalAgent");
    if (isReference(agent))
      yield { value: agent, kind: "builtin", name: `${name}.globalAgent`, cost: cost.builtin };
  }
  const handles = (process as unknown as { _getActiveHandles?: () => unknown[] })._getActiveHandles?.() ?? [];
  for (const handle of handles)
    if (isReference(handle)) yield { value: handle, kind: "handle", name: "", cost: cost.handle };
}

/** The hooks that are enabled: nothing else may hold what they close over. Source: lib/internal/async_hooks.js of Node 20–26. */
export function* asyncHookRoots(internals: Internals): Generator<Root> {
  const exports = loadedModule("async_hooks");
  const createHook = exports === null ? undefined : ownValue(exports, "createHook");
  if (typeof createHook !== "function") return;
  const getHookArrays = variableOf(createHook, "getHookArrays", internals);
  const active =
    typeof getHookArrays === "function" ? variableOf(getHookArrays, "active_hooks", internals) : undefined;
  const hooks = isReference(active) ? ownValue(active, "array") : undefined;
  if (isReference(hooks)) yield { value: hooks, kind: "builtin", name: "async_hooks", cost: cost.handle };
}

function variableOf(fn: object, wanted: string, internals: Internals): unknown {
  const [inside] = internals.read([fn], () => false);
  return inside?.variables.find(({ name }) => name === wanted)?.value;
}

const publicModules = (
  "assert async_hooks buffer child_process cluster crypto dgram diagnostics_channel dns events fs http http2 https inspector module net os " +
  "path perf_hooks querystring readline stream string_decoder timers tls tty url util v8 vm worker_threads zlib"
).split(" ");

function isLoaded(builtinModule: string): boolean {
  const { moduleLoadList } = process as unknown as { moduleLoadList: readonly string[] };
  return moduleLoadList.includes(`NativeModule ${builtinModule}`);
}

/**
 * Globals that Node 22 and later make when their property is first looked at, be it only for its descriptor, by the module that they
 * come from (lib/internal/bootstrap/web). undici alone takes 30 ms to load.
 */
const madeWhenAsked: ReadonlyMap<PropertyKey, string> = new Map(
  Object.entries({
    "internal/abort_controller": "AbortController AbortSignal",
    "internal/blob": "Blob",
    "internal/crypto/webcrypto": "Crypto CryptoKey SubtleCrypto crypto",
    "internal/deps/undici/undici":
      "FormData Headers Request Response MessageEvent WebSocket CloseEvent ErrorEvent EventSource",
    "internal/file": "File",
    "internal/navigator": "Navigator navigator",
    "internal/webstorage": "Storage localStorage sessionStorage",
    "internal/webstreams/compression": "CompressionStream DecompressionStream",
    "internal/webstreams/encoding": "TextEncoderStream TextDecoderStream",
    "internal/webstreams/queuingstrategies": "ByteLengthQueuingStrategy CountQueuingStrategy",
    "internal/webstreams/readablestream":
      "ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController",
    "internal/webstreams/transformstream": "TransformStream TransformStreamDefaultController",
    "internal/webstreams/writablestream":
      "WritableStream WritableStreamDefaultController WritableStreamDefaultWriter",
    "internal/worker/clone_dom_exception": "QuotaExceededError",
    "internal/worker/io": "BroadcastChannel MessageChannel MessagePort",
  }).flatMap(([module, names]) => names.split(" ").map((name) => [name, module])),
);

/** What a property of the global object or of a built-in module holds; nothing where looking would make Node load a module. */
function madeValue(holder: object, key: PropertyKey): unknown {
  const module = madeWhenAsked.get(key);
  return module === undefined || isLoaded(module) ? ownValue(holder, key) : undefined;
}

/** A built-in module the program has loaded already; asking must not load one. */
function loadedModule(name: string): object | null {
  if (!isLoaded(name)) return null;
  const exports: unknown = process.getBuiltinModule(name);
  return isReference(exports) ? exports : null;
}

/**
 * What belongs to the language and to Node, and so holds nothing of the program's: the functions, classes and
 * prototypes that globals and loaded built-in modules offer.
 */
export function runtimeObjects(): WeakSet<object> {
  const known = new WeakSet<object>();
  const add = (value: unknown): void => {
    if (!isReference(value) || known.has(value)) return;
    known.add(value);
    const prototype = ownValue(value, "prototype");
    if (isReference(prototype)) known.add(prototype);
  };
  const addAll = (holder: object): void => {
    for (const key of Reflect.ownKeys(holder)) {
      const value = madeValue(holder, key);
      if (typeof value !== "function") continue;
      add(value);
      for (const inner of Reflect.ownKeys(value))
        if (inner !== "prototype") addFunction(ownValue(value, inner));
    }
  };
  const addFunction = (value: unknown): void => void (typeof value === "function" && add(value));
  for (const holder of [JSON, Math, Intl, Atomics, Reflect, console, process, process.env]) add(holder);
  known.delete(process);
  addModuleTables(known);
  for (const name of languageGlobals) add(madeValue(globalThis, name));
  for (const name of publicModules) {
    const exports = loadedModule(name);
    if (exports === null) continue;
    addAll(exports);
    if (typeof exports !== "function") known.add(exports);
  }
  return known;
}

/** Node's own tables of what was loaded: they grow when a program loads modules late, which is no leak of its data. */
function addModuleTables(known: WeakSet<object>): void {
  const module = builtin("node:module") as unknown as Record<string, unknown>;
  for (const name of ["_cache", "_pathCache", "_extensions", "globalPaths"]) {
    const table = ownValue(module, name);
    if (isReference(table)) known.add(table);
  }
}

const languageGlobals = (
  "Object Function Array Number Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError " +
  "SyntaxError TypeError URIError SuppressedError ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array " +
  "Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef " +
  "Proxy FinalizationRegistry SharedArrayBuffer Iterator AsyncIterator Temporal DisposableStack AsyncDisposableStack parseFloat parseInt " +
  "decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN Buffer URL URLSearchParams AbortController " +
  "AbortSignal Event EventTarget MessageChannel MessagePort MessageEvent TextEncoder TextDecoder clearImmediate setImmediate clearInterval " +
  "clearTimeout setInterval setTimeout queueMicrotask structuredClone atob btoa fetch DOMException Performance performance"
).split(" ");
