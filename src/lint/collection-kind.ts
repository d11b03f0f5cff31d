import { memberName, nameOf, unwrapped, type Node } from "./syntax.ts";

/** A collection that grows when it is added to. */
export type CollectionKind = "Map" | "Set" | "Array" | "object";

/** What kind of collection an expression makes; null when it makes none, or one that cannot grow for ever. */
export function collectionKind(expression: Node | null): CollectionKind | null {
  if (expression === null) return null;
  const node = unwrapped(expression);
  switch (node.type) {
    case "LogicalExpression":
      return collectionKind(node.right);
    case "ArrayExpression":
      return "Array";
    case "ObjectExpression":
      return "object";
    case "NewExpression": {
      const name = nameOf(node.callee);
      if (name === "Map" || name === "Set") return name;
      return name === "Array" && node.arguments.length === 0 ? "Array" : null;
    }
    case "CallExpression":
      return isNullPrototype(node.callee, node.arguments[0]) ? "object" : null;
    default:
      return null;
  }
}

function isNullPrototype(callee: Node, prototype: Node | undefined): boolean {
  if (callee.type !== "MemberExpression" || memberName(callee) !== "create") return false;
  return nameOf(callee.object) === "Object" && prototype?.type === "Literal" && prototype.value === null;
}
