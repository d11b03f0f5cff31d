import type { Internals } from "./internals.ts";
import { isReference } from "./native.ts";

/** A variable that holds a collection, for as long as some function that closes over it lives. */
export class Variable {
  readonly name: string;
  readonly module: boolean;
  reassigned = false;
  #value: WeakRef<object>;

  constructor(name: string, module: boolean, value: object) {
    this.name = name;
    this.module = module;
    this.#value = new WeakRef(value);
  }

  /** What it held when it was last read; undefined when that is gone. */
  get value(): object | undefined {
    return this.#value.deref();
  }

  set value(value: object) {
    this.reassigned = true;
    this.#value = new WeakRef(value);
  }
}

interface Scope {
  readonly fn: WeakRef<object>;
  readonly variables: Variable[];
}

/** Reading a function takes about 50 µs: of more than so many, the rest is not looked at again. */
const mostScopes = 600;

/**
 * The variables that hold collections, so that `list = [...list, entry]` is followed: what a variable holds now can only
 * be learnt by reading a function that closes over it once more.
 */
export class Variables {
  readonly #scopes: Scope[] = [];
  readonly #byFunction = new WeakMap<object, Scope>();

  /** Notes a variable that `fn` closes over, and the collection it holds; null when there are too many. */
  add(fn: object, name: string, module: boolean, value: object): Variable | null {
    let scope = this.#byFunction.get(fn);
    if (scope === undefined) {
      if (this.#scopes.length >= mostScopes) return null;
      scope = { fn: new WeakRef(fn), variables: [] };
      this.#byFunction.set(fn, scope);
      this.#scopes.push(scope);
    }
    const variable = new Variable(name, module, value);
    scope.variables.push(variable);
    return variable;
  }

  get anyReassigned(): boolean {
    return this.#scopes.some(isReassigned);
  }

  /** Reads the variables anew: all of them, or those that were seen to be reassigned. */
  *refresh(internals: Internals, all: boolean): Generator<void> {
    for (const scope of this.#scopes) {
      const fn = scope.fn.deref();
      if (fn === undefined || !(all || isReassigned(scope))) continue;
      const [inside] = internals.read([fn], () => false);
      for (const variable of scope.variables) {
        const now = inside?.variables.find(
          ({ name, module }) => name === variable.name && module === variable.module,
        )?.value;
        if (isReference(now) && now !== variable.value) variable.value = now;
      }
      yield;
    }
  }
}

function isReassigned({ variables }: Scope): boolean {
  return variables.some(({ reassigned }) => reassigned);
}
