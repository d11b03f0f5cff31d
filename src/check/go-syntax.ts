/** A node of the syntax tree of tree-sitter-go; the part of `web-tree-sitter`'s `Node` that is used here. */
export interface GoNode {
  readonly id: number;
  readonly type: string;
  readonly text: string;
  readonly parent: GoNode | null;
  readonly namedChildren: readonly (GoNode | null)[];
  readonly startPosition: { readonly row: number; readonly column: number };
  childForFieldName(name: string): GoNode | null;
}

/** A parsed file of a package. */
export interface GoFile {
  readonly path: string;
  readonly root: GoNode;
}

/** The named children of a node. */
export function childrenOf(node: GoNode): readonly GoNode[] {
  return node.namedChildren.filter((child) => child !== null);
}

/** A node and everything below it, parents first. */
export function* everyNode(node: GoNode): Generator<GoNode> {
  yield node;
  for (const child of childrenOf(node)) yield* everyNode(child);
}

/** The nodes around a node, innermost first. */
export function* around(node: GoNode): Generator<GoNode> {
  for (let outer = node.parent; outer !== null; outer = outer.parent) yield outer;
}

/** The declared function or method a node is in; null at package level. */
export function functionAround(node: GoNode): GoNode | null {
  for (const outer of around(node)) {
    if (outer.type === "function_declaration" || outer.type === "method_declaration") return outer;
  }
  return null;
}

/** The name of a declared function. */
export function functionName(fn: GoNode): string {
  return fn.childForFieldName("name")?.text ?? "";
}

/** The receiver of a method: its name, and its type without pointer and type parameters. */
export function receiverOf(fn: GoNode): { readonly name: string; readonly type: string } | null {
  const [parameter] = childrenOf(fn.childForFieldName("receiver") ?? fn);
  if (fn.type !== "method_declaration" || parameter === undefined) return null;
  const type = parameter.childForFieldName("type")?.text ?? "";
  return {
    name: parameter.childForFieldName("name")?.text ?? "",
    type: type.replace(/^\*/, "").replace(/\[.*$/, ""),
  };
}

/** Whether two nodes are the same place of the tree. */
export function isSame(a: GoNode | null, b: GoNode): boolean {
  return a?.id === b.id;
}
