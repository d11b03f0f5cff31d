import type { Step, StepKind } from "./protocol.ts";

/** Index of a value the walk has reached. */
export type NodeIndex = number & { readonly brand: "NodeIndex" };

const none = -1 as NodeIndex;

/** A variable of a module scope. */
export interface Alias {
  readonly script: number;
  readonly name: string;
}

/** A numeric limit and the name it goes by. */
export interface Capacity {
  readonly name: string;
  readonly value: number;
  /** Said by the program itself, through `sawtooth/bounded`; absent where it is only a number beside a collection. */
  readonly declared?: { readonly kind: "bounded" | "unbounded"; readonly reason: string | null };
}

const mostAliases = 6;

/**
 * How every reached value was reached: one row per value, each pointing at the row before it.
 * A row may be replaced by a cheaper one; costs rise along every path, so that no cycle can form.
 */
export class Paths {
  readonly #parents: NodeIndex[] = [];
  readonly #kinds: StepKind[] = [];
  readonly #names: string[] = [];
  readonly #classes: string[] = [];
  readonly #costs: number[] = [];
  /** Script whose scope the path last went through; -1 before any. */
  readonly #scripts: number[] = [];
  /** Other module variables that hold the same value: an import has it too, and is not where it is declared. */
  readonly #exporters = new Map<NodeIndex, string[]>();
  readonly #capacities = new Map<NodeIndex, Capacity>();
  readonly #aliases = new Map<NodeIndex, Alias[]>();

  get length(): number {
    return this.#parents.length;
  }

  add(parent: NodeIndex | null, kind: StepKind, name: string, cost: number, script: number): NodeIndex {
    const index = this.#parents.length as NodeIndex;
    this.#parents.push(parent ?? none);
    this.#kinds.push(kind);
    this.#names.push(name);
    this.#classes.push("");
    this.#costs.push(cost);
    this.#scripts.push(script);
    return index;
  }

  /** Takes a cheaper way to a value that was reached before. */
  improve(
    at: NodeIndex,
    parent: NodeIndex | null,
    kind: StepKind,
    name: string,
    cost: number,
    script: number,
  ): void {
    this.#parents[at] = parent ?? none;
    this.#kinds[at] = kind;
    this.#names[at] = name;
    this.#costs[at] = cost;
    this.#scripts[at] = script;
  }

  /** Notes that the module `file` exports the value. */
  addExporter(at: NodeIndex, file: string): void {
    const files = this.#exporters.get(at) ?? [];
    if (files.length < mostAliases && !files.includes(file)) files.push(file);
    this.#exporters.set(at, files);
  }

  /** Modules that export the value the path starts from, or one on the way. */
  exporters(at: NodeIndex): string[] {
    const files: string[] = [];
    for (let row = at; row !== none; row = this.#parents[row]!)
      files.push(...(this.#exporters.get(row) ?? []));
    return files;
  }

  name(at: NodeIndex): string {
    return this.#names[at]!;
  }

  setCapacity(at: NodeIndex, capacity: Capacity | null): void {
    if (capacity !== null) this.#capacities.set(at, capacity);
  }

  /** A limit kept by the value itself or by what it hangs on. */
  capacity(at: NodeIndex): Capacity | null {
    const parent = this.parent(at);
    return this.#capacities.get(at) ?? (parent === null ? null : (this.#capacities.get(parent) ?? null));
  }

  addAlias(at: NodeIndex, script: number, name: string): void {
    if (this.#kinds[at] !== "module" || this.#scripts[at] === script) return;
    const aliases = this.#aliases.get(at) ?? [];
    if (aliases.length < mostAliases && !aliases.some((alias) => alias.script === script))
      aliases.push({ script, name });
    this.#aliases.set(at, aliases);
  }

  /** The module variables a path may start from: the one it was reached by, then the others that hold the same value. */
  origins(at: NodeIndex): Alias[] {
    let row = at;
    while (this.#parents[row] !== none && this.#kinds[row] !== "closure") row = this.#parents[row]!;
    const script = this.#scripts[row]!;
    return script < 0 ? [] : [{ script, name: this.#names[row]! }, ...(this.#aliases.get(row) ?? [])];
  }

  setClass(at: NodeIndex, name: string): void {
    this.#classes[at] = name;
  }

  cost(at: NodeIndex): number {
    return this.#costs[at]!;
  }

  script(at: NodeIndex): number {
    return this.#scripts[at]!;
  }

  kind(at: NodeIndex): StepKind {
    return this.#kinds[at]!;
  }

  parent(at: NodeIndex): NodeIndex | null {
    const parent = this.#parents[at]!;
    return parent === none ? null : parent;
  }

  className(at: NodeIndex): string {
    return this.#classes[at]!;
  }

  /** The file of the module whose exports the path starts from, when it does. */
  exportingFile(at: NodeIndex): string | null {
    let row = at;
    while (this.#parents[row] !== none && this.#kinds[row] !== "closure" && this.#kinds[row] !== "module")
      row = this.#parents[row]!;
    const kind = this.#kinds[row];
    return kind === "exports" || kind === "namespace" ? this.#names[row]! : null;
  }

  /** The whole path, root first. */
  steps(at: NodeIndex): Step[] {
    const steps: Step[] = [];
    for (let row = at; row !== none; row = this.#parents[row]!)
      steps.push({ kind: this.#kinds[row]!, name: this.#names[row]!, className: this.#classes[row]! });
    return steps.reverse();
  }
}
