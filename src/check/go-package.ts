import {
  childrenOf,
  everyNode,
  functionAround,
  functionName,
  receiverOf,
  type GoFile,
  type GoNode,
} from "./go-syntax.ts";

/** A Go collection that grows when it is added to. */
type GoKind = "map" | "sync.Map" | "slice";

/** A collection of a package: a variable, or a field of a struct. */
export interface GoCollection {
  readonly name: string;
  /** The struct whose field it is; null for a package variable. */
  readonly struct: string | null;
  readonly kind: GoKind;
  /** The keys of a map are connections, requests or the like, by their type. */
  readonly hasIdentityKeys: boolean;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** What a package declares, as far as it matters to what grows. */
export interface GoPackage {
  readonly files: readonly GoFile[];
  readonly collections: readonly GoCollection[];
  readonly constants: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
  /** Variables that switch something on or off: flags, and booleans of the package. */
  readonly switches: ReadonlySet<string>;
  /** Constants that are false: what stands behind them never runs. */
  readonly off: ReadonlySet<string>;
  /** Structs of which the package has an instance. */
  readonly instances: ReadonlySet<string>;
  /** Structs with a mutex or a sync.Map: something that goroutines share. */
  readonly shared: ReadonlySet<string>;
  /** Structs that a shared one or an instance has as a part, or whose method is a goroutine's: they probably last. */
  readonly lasting: ReadonlySet<string>;
}

/** Reads the declarations of a package's files. */
export function packageOf(files: readonly GoFile[]): GoPackage {
  const read = {
    collections: [] as GoCollection[],
    constants: new Set<string>(),
    imports: new Set<string>(),
    switches: new Set<string>(),
    off: new Set<string>(),
    instances: new Set<string>(),
    shared: new Set<string>(),
    parts: new Map<string, Set<string>>(),
    methods: new Map<string, Set<string>>(),
    started: new Set<string>(),
  };
  for (const file of files) {
    for (const node of everyNode(file.root)) {
      if (node.type === "import_spec") read.imports.add(importName(node));
      else if (node.type === "const_spec") constants(node, read);
      else if (node.type === "var_spec" && functionAround(node) === null) variables(node, file.path, read);
      else if (node.type === "type_spec") fields(node, file.path, read);
      else if (node.type === "method_declaration") {
        add(read.methods, functionName(node), receiverOf(node)?.type ?? "");
      } else if (node.type === "go_statement") read.started.add(startedMethod(node));
    }
  }
  return { files, ...read, lasting: lastingStructs(read) };
}

function add(lists: Map<string, Set<string>>, key: string, value: string): void {
  lists.set(key, (lists.get(key) ?? new Set()).add(value));
}

/** `run` of `go hub.run()`; empty for a function. */
function startedMethod(statement: GoNode): string {
  const callee = childrenOf(statement)[0]?.childForFieldName("function");
  return callee?.type === "selector_expression" ? (callee.childForFieldName("field")?.text ?? "") : "";
}

/** A part lasts as long as its whole, and what a goroutine runs on as long as that. */
function lastingStructs({ shared, instances, parts, methods, started }: Read): ReadonlySet<string> {
  const lasting = new Set([...shared, ...instances]);
  for (const method of started) {
    const [struct, another] = methods.get(method) ?? [];
    // Of several methods of a name it cannot be told which one is meant.
    if (struct !== undefined && another === undefined) lasting.add(struct);
  }
  // A set that is added to while it is walked is walked to its new end.
  for (const struct of lasting) for (const part of parts.get(struct) ?? []) lasting.add(part);
  return lasting;
}

interface Read {
  readonly collections: GoCollection[];
  /** The types of the fields of each struct that are neither in a collection nor made of other types. */
  readonly parts: Map<string, Set<string>>;
  /** The structs that have a method of a name. */
  readonly methods: Map<string, Set<string>>;
  /** Names of methods that are started as goroutines. */
  readonly started: Set<string>;
  readonly switches: Set<string>;
  readonly instances: Set<string>;
  readonly shared: Set<string>;
}

function constants(spec: GoNode, read: { constants: Set<string>; off: Set<string> }): void {
  const isOff = spec.childForFieldName("value")?.text === "false";
  for (const { text } of names(spec)) {
    read.constants.add(text);
    if (isOff) read.off.add(text);
  }
}

function variables(spec: GoNode, file: string, read: Read): void {
  const type = spec.childForFieldName("type")?.text ?? "";
  const values = childrenOf(spec.childForFieldName("value") ?? spec);
  for (const [index, name] of names(spec).entries()) {
    const value = spec.childForFieldName("value") === null ? "" : (values[index]?.text ?? "");
    const kind = kindOfType(type) ?? kindOfValue(value);
    const hasIdentityKeys = IDENTITY_KEYS.test(type === "" ? value : type);
    if (kind !== null)
      read.collections.push({ name: name.text, struct: null, kind, hasIdentityKeys, file, ...placeOf(name) });
    if (type === "bool" || /^(?:true|false)$|^flag\.Bool\(|^os\.Getenv\(/.test(value))
      read.switches.add(name.text);
    const struct = structOf(spec, values[index]);
    if (struct !== null) structFields(struct, name.text, file, read);
    const instance = struct !== null ? name.text : type.replace(/^\*/, "") || madeType(value);
    if (instance !== "") read.instances.add(instance);
  }
}

/** `map[net.Conn]…`, `map[*session]…`: there is no end of them. */
const IDENTITY_KEYS =
  /^(?:make\(\s*)?map\[\*?(?:\w+\.)?\w*(?:[cC]onn|[cC]lient|[sS]ession|[rR]equest|[pP]eer|[sS]ocket|UUID|AddrPort)\]/;

function fields(spec: GoNode, file: string, read: Read): void {
  const body = spec.childForFieldName("type");
  if (body?.type === "struct_type")
    structFields(body, spec.childForFieldName("name")?.text ?? "", file, read);
}

/** The type of `var sessions = struct{ … }{ … }` or `var sessions struct{ … }`; null where it has a name. */
function structOf(spec: GoNode, value: GoNode | undefined): GoNode | null {
  const type =
    spec.childForFieldName("type") ??
    (value?.type === "composite_literal" ? value.childForFieldName("type") : null);
  return type?.type === "struct_type" ? type : null;
}

function structFields(body: GoNode, struct: string, file: string, read: Read): void {
  const declarations = childrenOf(body).flatMap((list) => childrenOf(list));
  for (const declaration of declarations) {
    if (declaration.type !== "field_declaration") continue;
    const type = declaration.childForFieldName("type")?.text ?? "";
    if (/^\*?(?:sync|deadlock)\.(?:(?:RW)?Mutex|Map)$/.test(type)) read.shared.add(struct);
    if (/^\*?\w+$/.test(type)) add(read.parts, struct, type.replace("*", ""));
    const kind = kindOfType(type);
    if (kind === null) continue;
    for (const name of childrenOf(declaration)) {
      if (name.type !== "field_identifier") continue;
      const hasIdentityKeys = IDENTITY_KEYS.test(type);
      read.collections.push({ name: name.text, struct, kind, hasIdentityKeys, file, ...placeOf(name) });
    }
  }
}

function names(spec: GoNode): readonly GoNode[] {
  return childrenOf(spec).filter(({ type }) => type === "identifier");
}

function importName(spec: GoNode): string {
  const path = spec.childForFieldName("path")?.text.replaceAll('"', "") ?? "";
  return spec.childForFieldName("name")?.text ?? path.split("/").at(-1) ?? path;
}

function kindOfType(type: string): GoKind | null {
  const text = type.replaceAll(/\s+/g, " ");
  if (text.startsWith("map[")) return "map";
  if (/^\*?sync\.Map$/.test(text)) return "sync.Map";
  return text.startsWith("[]") ? "slice" : null;
}

function kindOfValue(value: string): GoKind | null {
  if (/^(?:make\(\s*)?map\[/.test(value)) return "map";
  if (/^&?sync\.Map\{/.test(value)) return "sync.Map";
  return /^(?:make\(\s*)?\[\]/.test(value) ? "slice" : null;
}

/** `Hub` of `&Hub{…}`, `Hub{}`, `NewHub()`. */
function madeType(value: string): string {
  return /^&?(\w+)\{/.exec(value)?.[1] ?? /^[nN]ew(\w+)\(/.exec(value)?.[1] ?? "";
}

function placeOf({ startPosition }: GoNode): { line: number; column: number } {
  return { line: startPosition.row + 1, column: startPosition.column + 1 };
}
