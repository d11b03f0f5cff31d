/** A step on the way to a collection, as the structure walk reports it. */
export interface PathStep {
  readonly kind: string;
  readonly name: string;
  readonly className: string;
}

/** A collection's place in the program, as a programmer would write it. */
export interface HolderPath {
  readonly name: string;
  readonly path: string;
  readonly scope: string;
  readonly className: string | null;
  /** How a closure variable was reached: the expression that leads to the function closing over it. */
  readonly via: string | null;
}

/**
 * Writes the steps of a walk as source code would: `sessions`, `Pool.live`, `pool.#waiting`, `rooms.get(…).members`,
 * `bus._events.message`. The last variable on the way begins the expression; what led to it is `via`.
 */
export function holderPath(steps: readonly PathStep[]): HolderPath {
  const start = Math.max(
    0,
    steps.findLastIndex(({ kind }) => variableKinds.has(kind)),
  );
  const parts = expression(steps.slice(start));
  const lead = start > 0 ? expression(steps.slice(0, start)).join("") : null;
  const path = parts.join("").replace(/^\./, "");
  const owner = steps.at(-2);
  return {
    name: lastName(steps.slice(start)) || path,
    path,
    scope: scopeOf(steps, start),
    className: owner?.className || classOnTheWay(steps) || null,
    via: lead === null || lead === "" ? null : lead.replace(/^\./, ""),
  };
}

const variableKinds = new Set(["module", "closure", "local"]);

function expression(steps: readonly PathStep[]): string[] {
  const parts: string[] = [];
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    if (step.kind === "prototype" && next?.name === "constructor") {
      // From an instance to its class: the class's name says it all.
      const owner = steps[index - 1]?.className;
      if (owner) parts.splice(0, parts.length, owner);
      continue;
    }
    if (step.name === "constructor" && steps[index - 1]?.kind === "prototype") continue;
    parts.push(written(step, steps[index - 1]));
  }
  return parts;
}

function written({ kind, name, className }: PathStep, before: PathStep | undefined): string {
  switch (kind) {
    case "exports":
    case "namespace":
      return "exports";
    case "global":
      return `globalThis${dotted(name)}`;
    case "handle":
      return className || "handle";
    case "timers":
      return `timers of ${name} ms`;
    case "element":
    case "key":
      return before?.kind === "timers" || before?.kind === "listeners" ? "" : "[…]";
    case "prototype":
      return ".prototype";
    case "listeners":
      return name === "" ? "._events" : `._events${dotted(name)}`;
    case "accessor":
    case "property":
      return dotted(name);
    case "private":
      return dotted(publicName(name, before));
    case "symbol":
      return name;
    case "bound":
      return " (bound)";
    case "result":
      // The value of a variable that no function sees has lost its name; its class is what is left.
      return before === undefined ? className : "";
    default:
      return name;
  }
}

/** A field that Node's own class keeps private is known to programmers by its getter. */
function publicName(name: string, owner: PathStep | undefined): string {
  return owner?.className === "AbortController" && name === "#signal" ? "signal" : name;
}

/** A name as source writes it; a key that looks like data is the program's own business, and is not shown. */
function dotted(name: string): string {
  if (name.startsWith("[")) return name;
  return isFieldName(name) ? `.${name}` : "[…]";
}

/** Whether a name is one that a programmer wrote, not a key such as `user-4711` or `ann@example.org`. */
function isFieldName(name: string): boolean {
  return /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !/\d{4}/.test(name) && name.length <= 60;
}

/** A step with its name left out where that is data, so that `byUser[17]` and `byUser[18]` are one way. */
export function withoutKey<Step extends PathStep>(step: Step): Step {
  return isData(step.kind, step.name) ? { ...step, name: "" } : step;
}

/** Whether one thing is reached through the entries of another, by the steps to each. */
export function isWithin(inner: readonly PathStep[], outer: readonly PathStep[]): boolean {
  return (
    inner.length > outer.length + 1 &&
    outer.every((step, index) => {
      const [a, b] = [withoutKey(step), withoutKey(inner[index]!)];
      return a.kind === b.kind && a.name === b.name;
    })
  );
}

/** The last step that has a name of its own; entries are named by what holds them. */
function lastName(steps: readonly PathStep[]): string {
  const named = steps.findLast(
    ({ kind, name }) => name !== "" && name !== "constructor" && !unnamed.has(kind) && !isData(kind, name),
  );
  if (named === undefined) return "";
  if (named.kind === "timers") return `timers of ${named.name} ms`;
  return publicName(named.name, steps[steps.indexOf(named) - 1]);
}

function isData(kind: string, name: string): boolean {
  return (kind === "property" || kind === "accessor") && !isFieldName(name);
}

const unnamed = new Set(["exports", "namespace", "bound", "result", "reactions"]);

function scopeOf(steps: readonly PathStep[], start: number): string {
  const first = steps[start];
  const last = steps.at(-1);
  if (first === undefined) return "the event loop";
  switch (first.kind) {
    case "module":
      if (last?.kind === "reactions") return "module scope";
      if (last?.kind === "private" || steps.length - start > 1) return classScope(steps) ?? "module scope";
      return "module scope";
    case "closure":
      return "closure";
    case "local":
      return "suspended function";
    case "exports":
    case "namespace":
      return "module exports";
    case "global":
      return "globalThis";
    case "timers":
      return "the timers of this process";
    case "builtin":
      return first.name;
    case "handle":
      return steps.length === 1 ? "kept open by the process" : first.className || "the event loop";
    default:
      return first.className || "the event loop";
  }
}

function classScope(steps: readonly PathStep[]): string | null {
  const owner = steps.at(-2)?.className || classOnTheWay(steps);
  return owner ? `class ${owner}` : null;
}

/** The class whose static the last step is. */
function classOnTheWay(steps: readonly PathStep[]): string | null {
  const at = steps.findLastIndex(({ kind, name }) => kind === "property" && name === "constructor");
  return at > 1 && at === steps.length - 2 ? (steps[at - 2]?.className ?? null) : null;
}

/** `bus` in `bus._events.message`. */
export function emitterOf(path: string): string {
  return path.replace(/\._events(?:\.[\w$]+|\[.*\])?$/, "");
}
