import { Session } from "node:inspector";
import { types } from "node:util";

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
  readonly result?: { readonly objectId: string };
  readonly objects?: { readonly objectId: string };
}

const PLACE = "__sawtoothLiveObjects";

/**
 * Counts every object that inherits from `Object.prototype` and is alive: V8 collects garbage first, several times,
 * which takes about 40 ms for a small heap. Nothing is kept alive by the count.
 */
export class ObjectCounter {
  readonly #session: Session = new Session();

  constructor() {
    this.#session.connect();
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
      if (gained > least) grown.push({ kind, gained, size: (known ?? 0) + gained, ref: new WeakRef(object) });
    }
    return { classes, grown };
  }

  close(): void {
    this.#session.disconnect();
  }

  #liveObjects(): readonly object[] {
    const prototype = this.#post("Runtime.evaluate", { expression: "Object.prototype" });
    const { objects } = this.#post("Runtime.queryObjects", {
      prototypeObjectId: prototype.result?.objectId,
      objectGroup: PLACE,
    });
    const holder = globalThis as Record<string, unknown>;
    this.#post("Runtime.callFunctionOn", {
      objectId: objects?.objectId,
      functionDeclaration: `function () { globalThis.${PLACE} = this; }`,
    });
    const found = holder[PLACE] as readonly object[];
    delete holder[PLACE];
    this.#post("Runtime.releaseObjectGroup", { objectGroup: PLACE });
    return found;
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

/** Entries of a Map, Set or Array, elements of a typed array excluded; null for anything else. */
export function sizeOf(object: object): number | null {
  // As V8 counts: a class may inherit from Map and have no entries of its own, or say something else.
  if (types.isMap(object)) return Reflect.get(Map.prototype, "size", object);
  if (types.isSet(object)) return Reflect.get(Set.prototype, "size", object);
  return Array.isArray(object) ? object.length : null;
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
