import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, NodeType, type Snapshot } from "./model.ts";

/** What V8 calls the script of a file. */
const SCRIPT = "system / Script / ";
const LONGEST = 80;
/** A word of source code: `sessions`, `#items`, `get size`. */
const word = /^(?:[gs]et )?#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** Words as Node.js and libraries name symbols and what they have natively: `Symbol.iterator`, `node:internal`, `Node / Environment`. */
const words =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:(?:[.:/]| \/ )[\p{ID_Start}$_][\p{ID_Continue}$]*){0,5}$/u;
const symbol = /^<symbol ?(.*)>$/su;
const page = /^(Window|global[\w ]*) \/ ./su;
const element = /^(?:Detached )?<[a-z][a-z\d-]*/u;
const pair =
  /^(\d+ \/ part of key \()(.*)( @\d+\) -> value \()(.*)( @\d+\) pair in WeakMap \(table @\d+\))$/su;

/** Decides which names in a snapshot are of the program's code, and what is left of the others. */
export class CodeNames {
  readonly #scripts: ReadonlySet<string>;

  constructor(snapshot: Snapshot) {
    this.#scripts = scriptNames(snapshot);
  }

  /** Whether a text is the name of a script, which is a path or a URL without anything secret in it. */
  isScript(text: string): boolean {
    return this.#scripts.has(text) && withoutQuery(text) === text;
  }

  /** A name as it may be shown: a word of source code, or several for a symbol and what V8 and Node.js have themselves. */
  shown(text: string, isSystem: boolean): string {
    if (isCodeName(text, isSystem)) return text;
    if (text.startsWith(SCRIPT)) return SCRIPT + withoutQuery(text.slice(SCRIPT.length));
    if (this.#scripts.has(text)) return withoutQuery(text);
    const symbolName = symbol.exec(text);
    if (symbolName !== null) return `<symbol ${this.shown(symbolName[1]!, true)}>`;
    const [, before, key, between, value, after] = pair.exec(text) ?? [];
    if (before !== undefined)
      return `${before}${this.shown(key!, true)}${between}${withheld(value!)}${after}`;
    const [, global] = page.exec(text) ?? [];
    if (global !== undefined) return `${global} / ${withheld(text)}`;
    const [tag] = element.exec(text) ?? [];
    return tag === undefined ? withheld(text) : `${tag}>`;
  }
}

/** What stands in the place of a text. */
function withheld(text: string): string {
  return `<${new TextEncoder().encode(text).length} bytes>`;
}

function isCodeName(text: string, isSystem: boolean): boolean {
  if (text === "" || /^\d{1,10}$/u.test(text)) return true;
  // V8 puts its own names in parentheses or after "system /", with the number of a scope or size.
  if (/^\([\w ,.:/-]{1,60}\)$/u.test(text)) return true;
  if (/^system \/ [\w /()<>:-]{1,60}(?: @\d+)?$/u.test(text) && !text.startsWith(SCRIPT)) return true;
  if (text.length > LONGEST || /\d{4}/u.test(text)) return false;
  return word.test(text) || (isSystem && words.test(text));
}

/** A path or URL without what may be secret in it: a query, a password, a module written into its URL. */
function withoutQuery(script: string): string {
  if (/^(?:data|blob):/u.test(script)) return `${script.slice(0, 5)}${withheld(script)}`;
  return script.replace(/[?#].*$/su, "").replace(/^(\w+:\/\/)[^/@]*@/u, "$1");
}

const isPath = /^(?:[/.\\]|\w+:)[^\n\r]{0,512}$/u;

/** Scripts are called by their file, or have it beside them, by the version of V8. */
function scriptNames(snapshot: Snapshot): ReadonlySet<string> {
  const { nodes, strings } = snapshot;
  const fields = ["script", "script_or_debug_info"].map((field) => strings.find(field));
  const scripts = new Set<number>();
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.types[node] !== NodeType.code) continue;
    for (const field of fields)
      for (const script of led(snapshot, node, field)) {
        const type = nodes.types[script];
        if (type === NodeType.code || type === NodeType.hidden) scripts.add(script);
      }
  }
  const texts = new Set<number>();
  const name = strings.find("name");
  for (const script of scripts) {
    texts.add(nodes.names[script]!);
    for (const text of led(snapshot, script, name)) texts.add(nodes.names[text]!);
  }
  const names = [...texts].map((text) => strings.get(text).replace(SCRIPT, ""));
  return new Set(names.filter((text) => isPath.test(text)));
}

/** Where V8's own edges of a name lead. */
function* led({ nodes, edges }: Snapshot, node: number, name: number): Generator<number> {
  if (name < 0) return;
  for (let edge = nodes.firstEdges[node]!; edge < nodes.firstEdges[node + 1]!; edge++) {
    const end = edges.ends[edge]!;
    if (edges.names[edge] === name && end >>> EDGE_TYPE_SHIFT === EdgeType.internal)
      yield end & EDGE_TARGET_MASK;
  }
}
