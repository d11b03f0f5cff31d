import { Session } from "node:inspector";
import { types } from "node:util";
import { runInThisContext } from "node:vm";

/** How many objects of each class are alive, and how many entries each collection has. Keeps none of them alive. */
export interface ObjectCount {
  readonly classes: ReadonlyMap<string, number>;
  readonly sizes: WeakMap<object, number>;
}

/** A collection that has more entries than it had. */
export interface GrownCollection {
  readonly kind: string;
  readonly gained: number;
  readonly size: number;
  readonly ref: WeakRef<object>;
}

interface Answer {
  readonly result?: { readonly objectId: string; readonly value?: unknown };
  readonly objects?: { readonly objectId: string };
}

/** A context of V8 with its own `Object.prototype`. */
interface Realm {
  /** What V8's inspector calls it; null for the thread's main context. */
  readonly contextId: number | null;
  readonly global: Record<string, unknown>;
}

const PLACE = "__sawtoothLiveObjects";

/**
 * Counts every object that inherits from `Object.prototype` and is alive: V8 collects garbage first, several times,
 * which takes about 40 ms for a small heap. Nothing is kept alive by the count. Jest and vitest's `vm` pools run tests in
 * a context of their own: then that is counted, and the main one, which has what Node makes, such as timers.
 */
export class ObjectCounter {
  readonly #session: Session = new Session();
  readonly #realms: readonly Realm[];

  constructor() {
    this.#session.connect();
    const main: Realm = {
      contextId: null,
      global: runInThisContext("globalThis") as Record<string, unknown>,
    };
    this.#realms = main.global === globalThis ? [main] : [main, this.#ownRealm()];
  }

  count(): ObjectCount {
    const classes = new Map<string, number>();
    const sizes = new WeakMap<object, number>();
    for (const object of this.#liveObjects()) {
      const name = classOf(object);
      classes.set(name, (classes.get(name) ?? 0) + 1);
      const size = sizeOf(object);
      if (size !== null) sizes.set(object, size);
    }
    return { classes, sizes };
  }

  /** The classes there are now, and the collections that gained more than `least` entries since an earlier count. */
  compare(
    before: ObjectCount,
    least: number,
  ): { readonly classes: ReadonlyMap<string, number>; readonly grown: readonly GrownCollection[] } {
    const classes = new Map<string, number>();
    const grown: GrownCollection[] = [];
    for (const object of this.#liveObjects()) {
      const kind = classOf(object);
      classes.set(kind, (classes.get(kind) ?? 0) + 1);
      const known = before.sizes.get(object);
      const gained = known === undefined ? 0 : (sizeOf(object) ?? 0) - known;
      if (gained > least)
        grown.push({
          kind: isPlain(object) ? "dictionary" : kind,
          gained,
          size: (known ?? 0) + gained,
          ref: new WeakRef(object),
        });
    }
    return { classes, grown };
  }

  close(): void {
    this.#session.disconnect();
  }

  *#liveObjects(): Generator<object> {
    for (const realm of this.#realms) yield* this.#liveIn(realm);
  }

  #liveIn({ contextId, global }: Realm): readonly object[] {
    const prototype = this.#post("Runtime.evaluate", {
      expression: "Object.prototype",
      ...(contextId !== null && { contextId }),
    });
    const { objects } = this.#post("Runtime.queryObjects", {
      prototypeObjectId: prototype.result?.objectId,
      objectGroup: PLACE,
    });
    this.#post("Runtime.callFunctionOn", {
      objectId: objects?.objectId,
      functionDeclaration: `function () { globalThis.${PLACE} = this; }`,
    });
    const found = global[PLACE] as readonly object[];
    delete global[PLACE];
    this.#post("Runtime.releaseObjectGroup", { objectGroup: PLACE });
    return found;
  }

  /** The context this code runs in, known by what its global object has. */
  #ownRealm(): Realm {
    const ids: number[] = [];
    this.#session.on("Runtime.executionContextCreated", ({ params }) => ids.push(params.context.id));
    this.#post("Runtime.enable", {});
    // Enabled it would keep what the program logs.
    this.#post("Runtime.disable", {});
    const global = globalThis as Record<string, unknown>;
    global[PLACE] = true;
    const contextId = ids.find((id) => {
      const { result } = this.#post("Runtime.evaluate", {
        expression: `globalThis.${PLACE} === true`,
        contextId: id,
      });
      return result?.value === true;
    });
    delete global[PLACE];
    if (contextId === undefined)
      throw new Error(
        "V8's inspector does not know the context that the test runs in: its objects cannot be counted",
      );
    return { contextId, global };
  }

  /** A session with the thread it runs in answers before `post` returns. */
  #post(method: string, params: object): Answer {
    let answer: Answer = {};
    let failure: Error | null = null;
    this.#session.post(method, params, (error, result) => {
      failure = error;
      answer = result as Answer;
    });
    if (failure !== null) throw failure as Error;
    return answer;
  }
}

/** Keys up to which a plain object is taken for a record, of which a program has many, and not for a dictionary. */
const MOST_OF_RECORD = 24;

/**
 * Entries of a Map, Set or Array, elements of a typed array excluded, and keys of a plain object that has more than
 * records have; null for anything else.
 */
export function sizeOf(object: object): number | null {
  // As V8 counts: a class may inherit from Map and have no entries of its own, or say something else.
  if (types.isMap(object)) return Reflect.get(Map.prototype, "size", object);
  if (types.isSet(object)) return Reflect.get(Set.prototype, "size", object);
  if (Array.isArray(object)) return object.length;
  return isPlain(object) ? dictionarySize(object) : null;
}

function dictionarySize(object: object): number | null {
  let keys = 0;
  try {
    // Stops early: there may be a hundred thousand records.
    for (const _ in object) if (++keys > MOST_OF_RECORD) return Object.keys(object).length;
  } catch {
    // What the global object of another context lists is for its maker to say.
  }
  return null;
}

/** Whether an object is no instance of a class: what it inherits from inherits from nothing. Asks no trap of a Proxy. */
function isPlain(object: object): boolean {
  if (types.isProxy(object) || Array.isArray(object)) return false;
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype !== null && !types.isProxy(prototype) && Object.getPrototypeOf(prototype) === null;
}

function classOf(object: object): string {
  try {
    const constructor = (Object.getPrototypeOf(object) as { constructor?: { name?: unknown } } | null)
      ?.constructor;
    return typeof constructor?.name === "string" && constructor.name !== "" ? constructor.name : "(no class)";
  } catch {
    // A proxy's trap threw: it is the program's, and no class is known.
    return "(no class)";
  }
}
