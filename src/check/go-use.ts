import type { GoCollection, GoPackage } from "./go-package.ts";
import { around, childrenOf, functionAround, functionName, isSame, type GoNode } from "./go-syntax.ts";

/** An insert into a Go collection. */
export interface GoInsert {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** The text of the key; empty for an append. */
  readonly key: string;
  /** As it is written: `sessions[s.id] = …`. */
  readonly operation: string;
  /** It is in a function that is called for each request or connection. */
  readonly isPerRequest: boolean;
}

/** What a package does to one of its collections. */
export interface GoUses {
  readonly inserts: GoInsert[];
  prunes: number;
  guards: number;
  escapes: number;
  /** The flag without which nothing is taken out; null when there is none. */
  switchedBy: string | null;
}

/** No use yet. */
export function noGoUses(): GoUses {
  return { inserts: [], prunes: 0, guards: 0, escapes: 0, switchedBy: null };
}

/** Calls that read what they are given. */
const READS =
  /^(?:append|copy|fmt\.\w+|log\.\w+|json\.Marshal\w*|maps\.(?:Clone|Copy|Keys|Values|Equal)|slices\.\w+|sort\.\w+|reflect\.\w+|strings\.Join|cap|min|max|len|errors\.Join)$/;
const PRUNES = /^(?:delete|clear|maps\.DeleteFunc|maps\.Clear|slices\.Delete\w*)$/;

/** Adds to `uses` what is done at one place where a collection is named: `base` is its identifier or selector. */
export function classifyGo(
  base: GoNode,
  file: string,
  { kind }: GoCollection,
  { constants, imports, switches, off }: GoPackage,
  uses: GoUses,
): void {
  const { parent } = base;
  const fn = functionAround(base);
  if (parent === null || fn === null) return;
  const insert = (key: GoNode | null, operation: string): void => {
    if (key !== null && isConstantKey(key, constants, imports)) return;
    if (switchAround(base, off) !== null) return;
    const line = base.startPosition.row + 1;
    uses.inserts.push({
      file,
      line,
      function: functionName(fn),
      key: key?.text ?? "",
      operation,
      isPerRequest: isPerRequest(base),
    });
  };
  const prune = (): void => {
    const flag = switchAround(base, switches);
    if (flag === null) uses.prunes++;
    else uses.switchedBy = flag;
  };
  switch (parent.type) {
    case "index_expression":
      if (kind === "map" && isSame(parent.childForFieldName("operand"), base) && isAssigned(parent)) {
        const key = parent.childForFieldName("index");
        insert(key, `${base.text}[${key?.text ?? ""}] = …`);
      }
      return;
    case "argument_list":
      argument(base, parent, uses, insert, prune);
      return;
    case "selector_expression":
      if (kind === "sync.Map") method(parent, insert, prune);
      return;
    case "expression_list":
      listed(base, parent, uses, prune);
      return;
    case "unary_expression":
      if (parent.text.startsWith("&")) uses.escapes++;
      return;
    case "literal_element":
      if (!isSame(childrenOf(parent.parent ?? parent)[0] ?? null, parent)) uses.escapes++;
      return;
    case "return_statement":
      uses.escapes++;
      return;
    default:
  }
}

const REQUEST =
  /\b(?:http\.(?:Request|ResponseWriter)|net\.Conn|gin\.Context|echo\.Context|fiber\.Ctx|websocket\.Conn)\b/;

/** Whether a function around takes a request or a connection. */
function isPerRequest(node: GoNode): boolean {
  for (const outer of around(node)) {
    if (REQUEST.test(outer.childForFieldName("parameters")?.text ?? "")) return true;
  }
  return false;
}

/** Whether an element is written: on the left of an assignment, or counted up. */
function isAssigned(element: GoNode): boolean {
  const { parent } = element;
  if (parent?.type === "inc_statement") return true;
  const statement = parent?.type === "expression_list" ? parent.parent : null;
  return statement?.type === "assignment_statement" && isSame(statement.childForFieldName("left"), parent!);
}

function argument(
  base: GoNode,
  list: GoNode,
  uses: GoUses,
  insert: (key: GoNode | null, operation: string) => void,
  prune: () => void,
): void {
  const call = list.parent;
  const callee = call?.childForFieldName("function")?.text ?? "";
  const isFirst = isSame(childrenOf(list)[0] ?? null, base);
  if (PRUNES.test(callee)) prune();
  else if (callee === "len" || callee === "cap") guard(call!, uses);
  else if (callee === "append" && isFirst) {
    const statement = call?.parent?.parent;
    if (
      statement?.type === "assignment_statement" &&
      statement.childForFieldName("left")?.text === base.text
    ) {
      insert(null, `append(${base.text}, …)`);
    }
  } else if (!READS.test(callee)) uses.escapes++;
}

/** `len(x) < n` before something is done; not against 0 or 1, and not as the test of a loop. */
function guard(call: GoNode, uses: GoUses): void {
  const comparison = call.parent;
  if (comparison?.type !== "binary_expression") return;
  const operator = comparison.childForFieldName("operator")?.text ?? "";
  const right = comparison.childForFieldName("right")?.text ?? "";
  if (!/^[<>]=?$/.test(operator) || /^[01]$/.test(right)) return;
  for (const outer of around(comparison)) {
    if (outer.type === "for_clause" || outer.type === "for_statement") return;
    if (!/expression|clause/.test(outer.type)) break;
  }
  uses.guards++;
}

function method(
  selector: GoNode,
  insert: (key: GoNode | null, operation: string) => void,
  prune: () => void,
): void {
  const name = selector.childForFieldName("field")?.text ?? "";
  const [key = null] = childrenOf(selector.parent?.childForFieldName("arguments") ?? selector);
  if (/^(?:Store|LoadOrStore|Swap)$/.test(name)) insert(key, `${selector.text}(${key?.text ?? ""}, …)`);
  else if (/^(?:Delete|LoadAndDelete|CompareAndDelete|Clear)$/.test(name)) prune();
}

/** The collection itself is assigned, or assigned to something else, or returned. */
function listed(base: GoNode, list: GoNode, uses: GoUses, prune: () => void): void {
  const statement = list.parent;
  if (statement?.type === "return_statement") uses.escapes++;
  if (statement?.type !== "assignment_statement" && statement?.type !== "short_var_declaration") return;
  if (!isSame(statement.childForFieldName("left"), list)) {
    aliasOrEscape(base, statement, uses, prune);
    return;
  }
  const index = childrenOf(list).findIndex((item) => isSame(item, base));
  const values = childrenOf(statement.childForFieldName("right") ?? statement);
  const value = values[Math.min(index, values.length - 1)]?.text ?? "";
  if (value.startsWith(`append(${base.text},`)) return;
  // A constructor that makes the collection does not empty it.
  const isMade = /^(?:make\(|map\[|\[\])/.test(value);
  if (!isMade || !CONSTRUCTS.test(functionName(functionAround(base)!))) prune();
}

const CONSTRUCTS = /^(?:init|Init|New|new|Must|Open|Start|Setup|setup|Provision)/;

/** `m := s.sessions`: what is done to `m` in the same function counts; kept elsewhere, it is handed on. */
function aliasOrEscape(base: GoNode, statement: GoNode, uses: GoUses, prune: () => void): void {
  if (statement.type !== "short_var_declaration") {
    uses.escapes++;
    return;
  }
  const right = childrenOf(statement.childForFieldName("right") ?? statement);
  const index = right.findIndex((item) => isSame(item, base));
  const name = childrenOf(statement.childForFieldName("left") ?? statement)[index]?.text ?? "";
  const body = functionAround(base)?.childForFieldName("body")?.text ?? "";
  if (name !== "" && new RegExp(String.raw`\b(?:delete|clear)\(\s*${name}\b`).test(body)) prune();
}

/** A literal, a constant of the package, or an exported name of another package. */
function isConstantKey(key: GoNode, constants: ReadonlySet<string>, imports: ReadonlySet<string>): boolean {
  if (key.type.endsWith("_literal") || key.type === "true" || key.type === "false") return true;
  if (key.type === "identifier") return constants.has(key.text);
  const operand = key.type === "selector_expression" ? key.childForFieldName("operand") : null;
  return operand?.type === "identifier" && imports.has(operand.text) && /\.[A-Z]\w*$/.test(key.text);
}

/** The condition without which a place is not reached, when that is nothing but a flag of the program. */
function switchAround(node: GoNode, switches: ReadonlySet<string>): string | null {
  for (const outer of around(node)) {
    if (outer.type !== "if_statement") continue;
    const condition = outer.childForFieldName("condition")?.text ?? "";
    if (switches.has(condition.replace(/^[!*\s(]+/, "").replace(/[)\s]+$/, ""))) return condition;
  }
  return null;
}
