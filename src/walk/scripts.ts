import type { FunctionText } from "./protocol.ts";
import type { Inside } from "./internals.ts";
import { ownValue, textOf } from "./native.ts";

/** Source text beyond this is not sent: the beginning of a function this long identifies it well enough elsewhere. */
const longestText = 100_000;

interface Script {
  /** A function of this script, kept weakly. */
  readonly fn: WeakRef<object>;
  readonly line: number;
  readonly column: number;
  readonly own: boolean;
  readonly files: Map<string, number>;
}

/**
 * The scripts that functions were seen to come from. V8 tells a function's script only by number; which file
 * that is gets worked out later, from the module whose exports led there and from the function's text.
 */
export class Scripts {
  readonly #scripts = new Map<number, Script>();

  /** Whether the variables of the script's module scope are known, or are none of the program's. */
  isRead(script: number): boolean {
    return this.#scripts.has(script);
  }

  /** Records where a function came from; null when it is Node's own code. */
  note(fn: object, { place, variables }: Inside, exportingFile: string | null): number | null {
    if (place === null) return null;
    let script = this.#scripts.get(place.script);
    if (script === undefined) {
      const own = isNodesOwn(variables);
      script = { fn: new WeakRef(fn), line: place.line, column: place.column, own, files: new Map() };
      this.#scripts.set(place.script, script);
    }
    if (script.own) return null;
    if (exportingFile !== null) script.files.set(exportingFile, (script.files.get(exportingFile) ?? 0) + 1);
    return place.script;
  }

  /** Marks the script that `inside` was read from as not the program's. */
  disown(fn: object, { place }: Inside): void {
    if (place === null) return;
    const { line, column, script } = place;
    this.#scripts.set(script, { fn: new WeakRef(fn), line, column, own: true, files: new Map() });
  }

  /** What is known to find the file of a script. */
  describe(script: number): FunctionText | null {
    const known = this.#scripts.get(script);
    if (known === undefined) return null;
    const fn = known.fn.deref();
    const files = [...known.files].sort((a, b) => b[1] - a[1]).map(([file]) => file);
    return { ...describeFunction(fn), line: known.line, column: known.column, files };
  }
}

/** Name and text of a live function. */
export function describeFunction(fn: object | undefined): Pick<FunctionText, "text" | "name"> {
  if (fn === undefined) return { text: null, name: "" };
  const text = textOf(fn);
  const name = ownValue(fn, "name");
  return { text: text.length > longestText ? null : text, name: typeof name === "string" ? name : "" };
}

/**
 * Whether a function with these variables is part of Node itself. Its modules are told by the loader's own `require`
 * among them, or by at least two copies of built-in methods.
 */
function isNodesOwn(variables: Inside["variables"]): boolean {
  const require = variables.find(({ name }) => name === "require")?.value;
  const loader = typeof require === "function" ? ownValue(require, "name") : undefined;
  if (loader === "requireBuiltin" || loader === "requireWithFallbackInDeps") return true;
  return variables.filter(({ name }) => isPrimordial(name)).length > 1;
}

/**
 * Whether a variable is one of the copies of built-in methods that Node's own modules close over, such as
 * `ArrayPrototypePush`: the only reliable mark of Node's code that a function's scopes show.
 * Source: lib/internal/per_context/primordials.js.
 */
function isPrimordial(name: string): boolean {
  if (name === "internalBinding" || name === "primordials") return true;
  const [, owner, prototype, method] =
    /^([A-Z][a-zA-Z0-9]*?)(Prototype)([A-Z]\w*)$/.exec(name) ??
    /^([A-Z][a-z]+)()([A-Z]\w*)$/.exec(name) ??
    [];
  if (owner === undefined || method === undefined) return false;
  const constructor = (globalThis as unknown as Record<string, object | undefined>)[owner];
  if (constructor === undefined || !intrinsics.has(owner)) return false;
  const holder = prototype ? (constructor as { prototype?: object }).prototype : constructor;
  const key = method[0]!.toLowerCase() + method.slice(1);
  return holder !== undefined && typeof ownValue(holder, key) === "function";
}

const intrinsics = new Set(
  "Array ArrayBuffer BigInt Boolean Date Error Function JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol WeakMap WeakSet".split(
    " ",
  ),
);
