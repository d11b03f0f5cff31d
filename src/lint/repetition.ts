import { variableOf, type SourceCode } from "./rule-context.ts";
import {
  ancestors,
  callOf,
  functionName,
  isClass,
  isFunction,
  memberName,
  nameOf,
  wrapped,
  type FunctionNode,
  type Node,
} from "./syntax.ts";

const ITERATES =
  /^(?:forEach|map|filter|reduce|reduceRight|some|every|find|findIndex|flatMap|sort|replace|from)$/;

/** How often the code at a place can run in the life of the process. */
export type Repetition = "once" | "once per instance" | "again and again";

/**
 * How often a node can run, seen from a boundary (a function or class whose own repetition does not count, or null
 * for the module). A function counts as run once when every use of it is a call that runs once; functions that run on
 * the spot, and callbacks of `forEach` and its like, count as the code around them.
 */
export function repetitionOf(
  sourceCode: SourceCode,
  node: Node,
  boundary: Node | null,
  seen: ReadonlySet<Node> = new Set(),
): Repetition {
  for (const outer of ancestors(node)) {
    if (outer === boundary) return "once";
    if (!isFunction(outer) || runsOnTheSpot(outer)) continue;
    if (seen.has(outer)) return "once";
    if (isConstructor(outer)) {
      if (boundary !== null && isClass(boundary)) return "once per instance";
      return "again and again";
    }
    return runsOnce(sourceCode, outer, boundary, new Set([...seen, outer])) ? "once" : "again and again";
  }
  return "once";
}

/** Whether a function is called where it stands, or by an iteration over a list that ends before the next line. */
export function runsOnTheSpot(fn: FunctionNode): boolean {
  if (callOf(fn) !== null) return true;
  const outer = wrapped(fn);
  const { parent } = outer;
  if (parent.type === "MemberExpression" && parent.object === outer) {
    return /^(?:call|apply)$/.test(memberName(parent) ?? "") && callOf(parent) !== null;
  }
  return (
    parent.type === "CallExpression" &&
    parent.arguments[0] === outer &&
    parent.callee.type === "MemberExpression" &&
    ITERATES.test(memberName(parent.callee) ?? "")
  );
}

function isConstructor(fn: FunctionNode): boolean {
  return fn.parent.type === "MethodDefinition" && fn.parent.kind === "constructor";
}

/** Whether every use of a named function is a call, from code that itself runs once. */
function runsOnce(
  sourceCode: SourceCode,
  fn: FunctionNode,
  boundary: Node | null,
  seen: ReadonlySet<Node>,
): boolean {
  const isNamed = fn.type === "FunctionDeclaration" || fn.parent.type === "VariableDeclarator";
  const name = functionName(fn);
  if (!isNamed || name === null) return false;
  const variable = variableOf(sourceCode, fn, name);
  if (variable === null) return false;
  const uses = variable.references.filter((reference) => reference.init !== true);
  return (
    uses.length > 0 &&
    !isExported(fn) &&
    uses.every(
      ({ identifier }) =>
        callOf(identifier) !== null && repetitionOf(sourceCode, identifier, boundary, seen) === "once",
    )
  );
}

function isExported(fn: FunctionNode): boolean {
  for (const outer of ancestors(fn)) {
    if (outer.type === "ExportNamedDeclaration" || outer.type === "ExportDefaultDeclaration") return true;
    if (isFunction(outer)) return false;
    if (outer.type === "AssignmentExpression" && nameOf(outer.left) !== functionName(fn)) return true;
  }
  return false;
}
