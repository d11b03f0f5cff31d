import type { Inside, Internals } from "./internals.ts";
import { isReference } from "./native.ts";
import { lengthOf, piecesIn } from "./texts.ts";

/** Where a name stands: a variable of the module's scope or of an inner one, or a `#field`. */
export type Placed = "module" | "closure" | "private";

/** A variable or `#field` that holds a collection, for as long as what it is read from lives. */
export class Variable {
  readonly name: string;
  readonly placed: Placed;
  reassigned = false;
  #value: WeakRef<object>;
  readonly #owner: WeakRef<object>;

  constructor(owner: WeakRef<object>, name: string, placed: Placed, value: object) {
    this.#owner = owner;
    this.name = name;
    this.placed = placed;
    this.#value = new WeakRef(value);
  }

  /** What it held when it was last read; undefined when that is gone. */
  get value(): object | undefined {
    return this.#value.deref();
  }

  /** The instance whose field it is; undefined for a variable. */
  get instance(): object | undefined {
    return this.placed === "private" ? this.#owner.deref() : undefined;
  }

  set value(value: object) {
    this.reassigned = true;
    this.#value = new WeakRef(value);
  }
}

/** A variable that holds a text, and how many characters that had when it was last read. */
export class TextVariable {
  readonly name: string;
  length: number;
  reassigned = false;

  constructor(name: string, length: number) {
    this.name = name;
    this.length = length;
  }
}

interface Scope {
  /** A function that closes over the variables, or the instance whose fields they are. */
  readonly owner: WeakRef<object>;
  readonly variables: Variable[];
  /** Those of the module's scope that hold texts. */
  readonly texts: TextVariable[];
}

/** Reading a function takes about 50 µs: of more than so many, the rest is not looked at again. */
const mostFunctions = 600;
const mostInstances = 200;
const mostModulesWithTexts = 100;

/**
 * The variables and `#fields` that hold collections, so that `list = [...list, entry]` is followed: what one holds now can
 * only be learnt by reading a function that closes over it, or the instance, once more.
 */
export class Variables {
  readonly #scopes: Scope[] = [];
  readonly #byOwner = new WeakMap<object, Scope>();
  #functions = 0;
  #instances = 0;
  #modulesWithTexts = 0;

  /** Notes a variable that `owner` closes over or a field of it, and what it holds; null when there are too many. */
  add(owner: object, name: string, placed: Placed, value: object): Variable | null {
    let scope = this.#byOwner.get(owner);
    if (scope === undefined) {
      const tooMany =
        placed === "private" ? this.#instances++ >= mostInstances : this.#functions++ >= mostFunctions;
      if (tooMany) return null;
      scope = this.#addScope(owner);
    }
    const variable = new Variable(scope.owner, name, placed, value);
    scope.variables.push(variable);
    return variable;
  }

  /** Notes a variable of the module's scope that holds a text of so many characters; null when there are too many. */
  addText(owner: object, name: string, length: number): TextVariable | null {
    let scope = this.#byOwner.get(owner);
    if (scope === undefined) {
      if (this.#modulesWithTexts++ >= mostModulesWithTexts) return null;
      scope = this.#addScope(owner);
    }
    const text = new TextVariable(name, length);
    scope.texts.push(text);
    return text;
  }

  #addScope(owner: object): Scope {
    const scope: Scope = { owner: new WeakRef(owner), variables: [], texts: [] };
    this.#byOwner.set(owner, scope);
    this.#scopes.push(scope);
    return scope;
  }

  get anyReassigned(): boolean {
    return this.#scopes.some(isReassigned);
  }

  /** Reads the variables anew: all of them, or those that were seen to be reassigned. */
  *refresh(internals: Internals, all: boolean): Generator<void> {
    for (const scope of this.#scopes) {
      const owner = scope.owner.deref();
      if (owner === undefined || !(all || isReassigned(scope))) continue;
      const [inside] = internals.read([owner], () => false);
      for (const variable of scope.variables) {
        const now = inside === undefined ? undefined : valueNow(variable, inside);
        if (isReference(now) && now !== variable.value) variable.value = now;
      }
      if (inside !== undefined) for (const text of scope.texts) remeasure(text, inside);
      yield;
    }
  }
}

function valueNow({ name, placed }: Variable, { variables, privates }: Inside): unknown {
  if (placed === "private") return privates.find(([field]) => field === name)?.[1];
  return variables.find((each) => each.name === name && each.module === (placed === "module"))?.value;
}

function remeasure(text: TextVariable, { variables }: Inside): void {
  const now = lengthOf(variables.find(({ name, module }) => module && name === text.name)?.value);
  // What is given another short text again and again need not be read at every look.
  text.reassigned ||= piecesIn(now) > piecesIn(text.length);
  text.length = now;
}

function isReassigned({ variables, texts }: Scope): boolean {
  return variables.some(({ reassigned }) => reassigned) || texts.some(({ reassigned }) => reassigned);
}
