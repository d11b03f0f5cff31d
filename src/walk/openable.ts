import { builtinText, isEnumerable, ownValue, prototypeOf, textOf, types } from "./native.ts";

/** The inspector copies every string that a value holds itself: so many characters take a few milliseconds. */
const mostText = 1_000_000;
/** Objects with more properties are left closed: the inspector describes each one. */
const mostProperties = 1000;

/**
 * Says which values can be shown to the inspector without running the program's code and without a pause. The
 * inspector describes a value and what its properties hold, and describes errors by their message and stack: that
 * calls getters and, the first time, the program's `Error.prepareStackTrace`.
 */
export class Openable {
  readonly #stacksAreFormatted = formatsStacks();

  allows(value: object): boolean {
    if (types.isPromise(value)) return !this.#stacksAreFormatted;
    if (types.isNativeError(value) && !this.#describesQuietly(value)) return false;
    const keys = Reflect.ownKeys(value);
    if (keys.length > mostProperties) return false;
    let text = 0;
    for (const key of keys) {
      if (key === "stack" && !isEnumerable(value, key)) continue;
      const held = ownValue(value, key);
      if (typeof held === "string") text += held.length;
      else if (types.isNativeError(held) && !this.#describesQuietly(held)) return false;
    }
    return text <= mostText;
  }

  #describesQuietly(error: object): boolean {
    if (this.#stacksAreFormatted || types.isProxy(error)) return false;
    for (let holder: object | null = error; holder !== null; holder = prototypeOf(holder))
      for (const key of ["name", "message", "stack"])
        if (isProgramsGetter(Reflect.getOwnPropertyDescriptor(holder, key))) return false;
    return true;
  }
}

function isProgramsGetter(descriptor: PropertyDescriptor | undefined): boolean {
  return descriptor?.get !== undefined && !textOf(descriptor.get).endsWith(builtinText);
}

/** Whether the program has put in a formatter of stacks; Node's own only passes on to its internals. */
function formatsStacks(): boolean {
  const formatter = Reflect.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  if (formatter?.get !== undefined) return true;
  const format: unknown = formatter?.value;
  return typeof format === "function" && !textOf(format).includes("internalPrepareStackTrace");
}
