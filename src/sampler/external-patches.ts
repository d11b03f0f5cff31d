import { syncBuiltinESMExports } from "node:module";
import { types } from "node:util";
import type { Callable } from "./capture-stack.ts";

/** Told of each allocation: the object that keeps the bytes alive, how many they are, and what the program called. */
export type Allocated = (owner: object, bytes: number, within: Callable) => void;

type Constructor = new (...args: unknown[]) => object;
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const BUFFER_METHODS = ["alloc", "allocUnsafe", "allocUnsafeSlow", "concat", "copyBytesFrom", "from"];
const CONSTRUCTORS = [
  "ArrayBuffer",
  "SharedArrayBuffer",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];

/**
 * Puts a counter in front of what makes Buffers and ArrayBuffers in this thread: `Buffer`'s methods (files and zlib use
 * them too), the constructors of ArrayBuffers and typed arrays, `structuredClone` and `crypto.randomBytes`. Not seen is
 * what Node makes natively: what sockets read, WebAssembly's memories, results of `fetch`. The function it returns
 * takes everything out again.
 */
export function watchExternal(allocated: Allocated): () => void {
  const gate = new Gate(allocated);
  const crypto = process.getBuiltinModule("node:crypto") as unknown as Record<string, unknown>;
  const undo = [
    ...BUFFER_METHODS.map((name) => replaceMethod(Buffer as unknown as Record<string, unknown>, name, gate)),
    ...CONSTRUCTORS.map((name) => replaceConstructor(name, gate)),
    replaceMethod(globalThis, "structuredClone", gate),
    replaceMethod(crypto, "randomBytes", gate),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const put of undo) put();
    syncBuiltinESMExports();
  };
}

/** Counts what the outermost of nested calls made: `Buffer.concat` allocates by `Buffer.allocUnsafe`. */
class Gate {
  readonly #allocated: Allocated;
  #inside = false;

  constructor(allocated: Allocated) {
    this.#allocated = allocated;
  }

  through(within: Callable, args: readonly unknown[], make: () => unknown): unknown {
    if (this.#inside) return make();
    this.#inside = true;
    try {
      const made = make();
      // A view of bytes that were there before allocates none.
      if (!types.isAnyArrayBuffer(args[0]) || types.isAnyArrayBuffer(made)) this.#count(made, within);
      return made;
    } finally {
      this.#inside = false;
    }
  }

  #count(made: unknown, within: Callable): void {
    if (types.isAnyArrayBuffer(made)) this.#allocated(made, made.byteLength, within);
    if (!ArrayBuffer.isView(made)) return;
    // Small Buffers share a pool, which lives as long as any of them.
    const own = made.byteLength === made.buffer.byteLength;
    this.#allocated(own ? made.buffer : made, made.byteLength, within);
  }
}

function replaceMethod(holder: Record<string, unknown>, name: string, gate: Gate): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  const original = holder[name];
  if (descriptor?.configurable !== true || typeof original !== "function") return () => {};
  const apply = (target: AnyFunction, receiver: unknown, args: unknown[]): unknown =>
    gate.through(apply, args, () => Reflect.apply(target, receiver, args));
  const watched = new Proxy(original as AnyFunction, { apply });
  Object.defineProperty(holder, name, { ...plain(descriptor), value: watched });
  return () => {
    // Somebody else may have wrapped it since; then ours has to stay.
    if (holder[name] === watched) Object.defineProperty(holder, name, descriptor);
  };
}

function replaceConstructor(name: string, gate: Gate): () => void {
  const original = (globalThis as unknown as Record<string, unknown>)[name] as
    | { prototype: object }
    | undefined;
  if (original === undefined) return () => {};
  const construct = (target: Constructor, args: unknown[], newTarget: Constructor): object =>
    gate.through(construct, args, () =>
      Reflect.construct(target, args, newTarget === watched ? target : newTarget),
    ) as object;
  const watched: object = new Proxy(original, { construct });
  // `value.constructor === Uint8Array` has to stay true.
  const global = setValue(globalThis, name, watched);
  const constructor = setValue(original.prototype, "constructor", watched);
  return () => {
    global();
    constructor();
  };
}

function setValue(holder: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name)!;
  Object.defineProperty(holder, name, { ...plain(before), value });
  return () => {
    if (Object.getOwnPropertyDescriptor(holder, name)?.value === value)
      Object.defineProperty(holder, name, before);
  };
}

/** The flags of a property, whether it was a value or a getter. */
function plain({ configurable, enumerable }: PropertyDescriptor): PropertyDescriptor {
  return { configurable: configurable ?? true, enumerable: enumerable ?? false, writable: true };
}
