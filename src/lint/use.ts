import type { CollectionKind } from "./collection-kind.ts";
import type { SourceCode, Variable } from "./rule-context.ts";
import {
  callOf,
  memberName,
  nameOf,
  unwrapped,
  wrapped,
  type AssignmentExpression,
  type CallExpression,
  type MemberExpression,
  type Node,
} from "./syntax.ts";

/** An insert into a collection. */
export interface Insert {
  readonly node: Node;
  /** As it is written, such as `.set(conn.id, …)`. */
  readonly operation: string;
  /** The key, or what is pushed where there is none; null when it says nothing about how many there will be. */
  readonly key: Node | null;
  /** The key is a value that is appended: the same value counts again. */
  readonly isAppend: boolean;
}

/** What the program does to a collection, as far as it was followed. */
export interface Uses {
  readonly inserts: Insert[];
  /** Entries are taken out, or the whole is replaced. */
  prunes: number;
  /** Its size is compared before something is done. */
  guards: number;
  /** It is handed to code that was not followed. */
  escapes: number;
  /** It is exported under a name. */
  exports: number;
}

/** No use yet. */
export function noUses(): Uses {
  return { inserts: [], prunes: 0, guards: 0, escapes: 0, exports: 0 };
}

const DEEPEST_ALIAS = 3;
const LONGEST_KEY = 40;
/** Calls that look at what they are given and keep nothing of it. */
const READS_ONLY =
  /^(?:Array\.(?:from|isArray|of)|Object\.(?:keys|values|entries|freeze|isFrozen|getOwnPropertyNames|fromEntries|hasOwn|is)|JSON\.stringify|console\.\w+|util\.(?:inspect|format)|inspect|String|Boolean|Number|Promise\.(?:all|allSettled|race|any)|structuredClone|isEmpty|_\.\w+|assert(?:\.\w+)?|debug|log(?:ger)?(?:\.\w+)?|expect|Reflect\.(?:has|ownKeys|get)|Math\.\w+|Buffer\.concat|Object\.prototype\.hasOwnProperty\.call|[\w.]*hasOwnProperty\.call)$/;
const READING_METHODS = /^(?:set|add|delete|clear)$/;

/** Adds to `uses` what is done at one place where the collection, or an alias of it, is named. */
export function classify(
  sourceCode: SourceCode,
  place: Node,
  kind: CollectionKind,
  uses: Uses,
  depth = 0,
): void {
  const node = wrapped(place);
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      if (parent.object === node) member(sourceCode, parent, kind, uses);
      return;
    case "CallExpression":
    case "NewExpression":
      if (parent.callee !== node) argument(sourceCode, parent, node, kind, uses);
      return;
    case "VariableDeclarator":
      if (parent.init === node) alias(sourceCode, parent.id, kind, uses, depth);
      return;
    case "ExportSpecifier":
    case "ExportDefaultDeclaration":
      uses.exports++;
      return;
    case "Property":
      if (parent.value === node && parent.parent.type === "ObjectExpression")
        exportedOrEscaped(parent.parent, uses);
      return;
    case "AssignmentExpression":
      if (parent.right === node) exportedOrEscaped(node, uses);
      return;
    case "ReturnStatement":
    case "ArrowFunctionExpression":
    case "ArrayExpression":
    case "PropertyDefinition":
      uses.escapes++;
      return;
    default:
  }
}

/** `module.exports = …` exports; any other assignment, and an object that is anything else, hands it on. */
function exportedOrEscaped(value: Node, uses: Uses): void {
  const { parent } = wrapped(value);
  const target = parent.type === "AssignmentExpression" ? parent.left : null;
  const isExport =
    parent.type === "ExportDefaultDeclaration" ||
    (target?.type === "MemberExpression" &&
      /^(?:module|exports)$/.test(nameOf(unwrapped(rootOf(target))) ?? ""));
  if (isExport) uses.exports++;
  else uses.escapes++;
}

function rootOf({ object }: MemberExpression): Node {
  return object.type === "MemberExpression" ? rootOf(object) : object;
}

/** `const other = collection`, and what is done to `other`; `const { size } = collection` only reads. */
function alias(sourceCode: SourceCode, id: Node, kind: CollectionKind, uses: Uses, depth: number): void {
  if (id.type !== "Identifier" || depth >= DEEPEST_ALIAS) return;
  const variable = sourceCode.getScope(id).set.get(id.name);
  for (const reference of variable?.references ?? []) {
    if (reference.init !== true && reference.isRead()) {
      classify(sourceCode, reference.identifier, kind, uses, depth + 1);
    }
  }
}

function argument(
  sourceCode: SourceCode,
  call: { readonly callee: Node; readonly arguments: readonly Node[] },
  node: Node,
  kind: CollectionKind,
  uses: Uses,
): void {
  const callee = sourceCode.getText(unwrapped(call.callee)).replaceAll("?.", ".");
  const [first, key] = call.arguments;
  if (first === node && callee === "Reflect.deleteProperty") uses.prunes++;
  else if (first === node && /^(?:Object\.defineProperty|Reflect\.set)$/.test(callee)) {
    uses.inserts.push({ node: node.parent, operation: `${callee}(…)`, key: key ?? null, isAppend: false });
  } else if (first === node && callee === "Object.assign") return;
  else if (!READS_ONLY.test(callee)) uses.escapes++;
}

function member(sourceCode: SourceCode, place: MemberExpression, kind: CollectionKind, uses: Uses): void {
  const name = memberName(place);
  const call = callOf(place);
  if (call !== null && name !== null) method(sourceCode, call, name, kind, uses);
  else if (name === "length" || name === "size") size(place, uses);
  else if (kind === "object" || kind === "Array") slot(sourceCode, place, kind, uses);
  else if (READING_METHODS.test(name ?? "")) uses.escapes++;
}

function method(
  sourceCode: SourceCode,
  call: CallExpression,
  name: string,
  kind: CollectionKind,
  uses: Uses,
): void {
  const [first = null, second] = call.arguments;
  const insert = (key: Node | null, isAppend: boolean): void => {
    const written = first === null ? "" : shortened(sourceCode.getText(first));
    const operation = `.${name}(${written}${call.arguments.length > 1 ? ", …" : ""})`;
    uses.inserts.push({ node: call, operation, key, isAppend });
  };
  if (kind === "Map" || kind === "Set") {
    if (/^(?:set|add|getOrInsert|getOrInsertComputed)$/.test(name)) insert(first, false);
    else if (name === "delete" || name === "clear") uses.prunes++;
  } else if (kind === "Array") {
    if (name === "push" || name === "unshift") insert(first, true);
    else if (name === "pop" || name === "shift") uses.prunes++;
    else if (name === "splice") {
      const onlyInserts = call.arguments.length > 2 && second?.type === "Literal" && second.value === 0;
      if (onlyInserts) insert(call.arguments[2] ?? null, true);
      else uses.prunes++;
    }
  }
}

/** `list.length = 0` empties; comparing the size, other than with 0 or 1 or as the end of a loop, guards. */
function size(place: MemberExpression, uses: Uses): void {
  const node = wrapped(place);
  const { parent } = node;
  if (parent.type === "AssignmentExpression" && parent.left === node) uses.prunes++;
  else if (parent.type === "UpdateExpression") uses.prunes++;
  else if (parent.type === "BinaryExpression" && /^(?:[<>]=?|={2,3})$/.test(parent.operator)) {
    const other = parent.left === node ? parent.right : parent.left;
    const isTrivial = other.type === "Literal" && (other.value === 0 || other.value === 1);
    if (!isTrivial && !isLoopTest(parent)) uses.guards++;
  }
}

function isLoopTest(comparison: Node): boolean {
  let node = comparison;
  while (node.parent.type.endsWith("Expression")) node = node.parent;
  return /^(?:For|While|DoWhile)/.test(node.parent.type);
}

/** `table[key] = …`, `counts[key]++`, `delete table[key]`. */
function slot(sourceCode: SourceCode, place: MemberExpression, kind: CollectionKind, uses: Uses): void {
  const node = wrapped(place);
  const { parent } = node;
  if (parent.type === "UnaryExpression" && parent.operator === "delete") {
    uses.prunes++;
    return;
  }
  if (!place.computed || !isWritten(parent, node)) return;
  const key = shortened(sourceCode.getText(place.property));
  const insert = { node: parent, operation: `[${key}] = …`, key: place.property };
  if (kind === "object") uses.inserts.push({ ...insert, isAppend: false });
  else if (/\.length\b|\+\+/.test(key)) uses.inserts.push({ ...insert, isAppend: true });
}

function isWritten(parent: Node, node: Node): boolean {
  if (parent.type === "UpdateExpression") return true;
  if (parent.type !== "AssignmentExpression" || parent.left !== node) return false;
  return nameOf(parent.right) !== "undefined";
}

/**
 * What assigning to the variable or property itself does: `list = [...list, x]` inserts, `list = list.filter(…)` and
 * anything new prunes, `table ||= {}` does neither.
 */
export function classifyReplacement(
  sourceCode: SourceCode,
  assignment: AssignmentExpression,
  self: string,
  uses: Uses,
): void {
  if (/^(?:\|\||\?\?|&&)=$/.test(assignment.operator)) return;
  const right = sourceCode.getText(assignment.right);
  if (!mentions(right, self)) {
    uses.prunes++;
    return;
  }
  if (/\.(?:filter|slice|splice|take)\b/.test(right)) uses.prunes++;
  else if (/\.\.\.|\.concat\(/.test(right)) {
    uses.inserts.push({
      node: assignment,
      operation: ` = ${shortened(right)}`,
      key: appended(assignment.right),
      isAppend: true,
    });
  }
}

/** What is appended by `[...list, x]` or `list.concat(x)`. */
function appended(right: Node): Node | null {
  const node = unwrapped(right);
  if (node.type === "ArrayExpression")
    return node.elements.find((element) => element?.type !== "SpreadElement") ?? null;
  return node.type === "CallExpression" ? (node.arguments[0] ?? null) : null;
}

function mentions(text: string, name: string): boolean {
  return text.split(/[^\w$#.]+/).some((word) => word.split(".").includes(name));
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= LONGEST_KEY ? line : `${line.slice(0, LONGEST_KEY)}…`;
}

/** Every use of a variable that holds a collection. */
export function usesOfVariable(sourceCode: SourceCode, variable: Variable, kind: CollectionKind): Uses {
  const uses = noUses();
  for (const reference of variable.references) {
    if (reference.init === true) continue;
    const { identifier } = reference;
    const { parent } = identifier;
    if (!reference.isWrite()) classify(sourceCode, identifier, kind, uses);
    else if (parent.type === "AssignmentExpression" && parent.left === identifier) {
      classifyReplacement(sourceCode, parent, variable.name, uses);
    } else uses.prunes++;
  }
  return uses;
}
