/**
 * The part of ESTree (and of its TypeScript extension) that the rules look at. Parsers produce more kinds of nodes
 * than these; a `switch` over `type` therefore always has a default.
 */
interface Base<Type extends string> {
  readonly type: Type;
  readonly parent: Node;
  readonly range: readonly [number, number];
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
}

interface Identifier extends Base<"Identifier"> {
  readonly name: string;
}
interface PrivateIdentifier extends Base<"PrivateIdentifier"> {
  readonly name: string;
}
interface Literal extends Base<"Literal"> {
  readonly value: unknown;
}
interface TemplateLiteral extends Base<"TemplateLiteral"> {
  readonly expressions: readonly Node[];
}
export interface MemberExpression extends Base<"MemberExpression"> {
  readonly object: Node;
  readonly property: Node;
  readonly computed: boolean;
}
export interface CallExpression extends Base<"CallExpression"> {
  readonly callee: Node;
  readonly arguments: readonly Node[];
}
export interface NewExpression extends Base<"NewExpression"> {
  readonly callee: Node;
  readonly arguments: readonly Node[];
}
export interface AssignmentExpression extends Base<"AssignmentExpression"> {
  readonly left: Node;
  readonly right: Node;
  readonly operator: string;
}
interface UpdateExpression extends Base<"UpdateExpression"> {
  readonly argument: Node;
  readonly operator: string;
}
interface UnaryExpression extends Base<"UnaryExpression"> {
  readonly argument: Node;
  readonly operator: string;
}
interface BinaryExpression extends Base<"BinaryExpression" | "LogicalExpression"> {
  readonly left: Node;
  readonly right: Node;
  readonly operator: string;
}
interface ConditionalExpression extends Base<"ConditionalExpression"> {
  readonly consequent: Node;
  readonly alternate: Node;
}
/** Casts, non-null assertions, optional chains and the like: the value is that of what they wrap. */
interface Wrapper extends Base<
  | "TSAsExpression"
  | "TSTypeAssertion"
  | "TSSatisfiesExpression"
  | "TSNonNullExpression"
  | "ChainExpression"
  | "ParenthesizedExpression"
> {
  readonly expression: Node;
}
interface AwaitExpression extends Base<"AwaitExpression"> {
  readonly argument: Node;
}
interface ArrayExpression extends Base<"ArrayExpression"> {
  readonly elements: readonly (Node | null)[];
}
export interface ObjectExpression extends Base<"ObjectExpression" | "ObjectPattern"> {
  readonly properties: readonly Node[];
}
interface Property extends Base<"Property"> {
  readonly key: Node;
  readonly value: Node;
  readonly computed: boolean;
}
interface SpreadElement extends Base<"SpreadElement"> {
  readonly argument: Node;
}
export interface FunctionNode extends Base<
  "FunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression"
> {
  readonly id: Identifier | null;
  readonly params: readonly Node[];
  readonly body: Node;
}
export interface ClassNode extends Base<"ClassDeclaration" | "ClassExpression"> {
  readonly id: Identifier | null;
  readonly superClass: Node | null;
  readonly body: ClassBody;
  readonly decorators?: readonly Decorator[];
}
interface ClassBody extends Base<"ClassBody"> {
  readonly body: readonly Node[];
}
interface Decorator extends Base<"Decorator"> {
  readonly expression: Node;
}
interface PropertyDefinition extends Base<"PropertyDefinition" | "AccessorProperty"> {
  readonly key: Node;
  readonly value: Node | null;
  readonly static: boolean;
  readonly computed: boolean;
  readonly accessibility?: string;
}
interface MethodDefinition extends Base<"MethodDefinition"> {
  readonly key: Node;
  readonly value: FunctionNode;
  readonly kind: string;
  readonly static: boolean;
}
interface VariableDeclarator extends Base<"VariableDeclarator"> {
  readonly id: Node;
  readonly init: Node | null;
}
interface VariableDeclaration extends Base<"VariableDeclaration"> {
  readonly kind: string;
}
interface ImportDeclaration extends Base<"ImportDeclaration"> {
  readonly source: Literal;
}
interface ImportSpecifier extends Base<"ImportSpecifier"> {
  readonly imported: Node;
}
interface ExpressionStatement extends Base<"ExpressionStatement"> {
  readonly expression: Node;
}
interface ReturnStatement extends Base<"ReturnStatement"> {
  readonly argument: Node | null;
}
interface BlockStatement extends Base<"BlockStatement" | "Program" | "StaticBlock"> {
  readonly body: readonly Node[];
}
interface ForStatement extends Base<
  "ForStatement" | "WhileStatement" | "DoWhileStatement" | "ForOfStatement" | "ForInStatement"
> {
  readonly right?: Node;
}
interface ExportNode extends Base<"ExportNamedDeclaration" | "ExportDefaultDeclaration" | "ExportSpecifier"> {
  readonly local?: Node;
}

export type Node =
  | Identifier
  | PrivateIdentifier
  | Literal
  | TemplateLiteral
  | MemberExpression
  | CallExpression
  | NewExpression
  | AssignmentExpression
  | UpdateExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | Wrapper
  | AwaitExpression
  | ArrayExpression
  | ObjectExpression
  | Property
  | SpreadElement
  | FunctionNode
  | ClassNode
  | ClassBody
  | Decorator
  | PropertyDefinition
  | MethodDefinition
  | VariableDeclarator
  | VariableDeclaration
  | ImportDeclaration
  | ImportSpecifier
  | ExpressionStatement
  | ReturnStatement
  | BlockStatement
  | ForStatement
  | ExportNode;

/** Whether a node is a function of any form. */
export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

/** Whether a node is a class of either form. */
export function isClass(node: Node): node is ClassNode {
  return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

function isWrapper(node: Node): node is Wrapper {
  return (
    node.type === "TSAsExpression" ||
    node.type === "TSTypeAssertion" ||
    node.type === "TSSatisfiesExpression" ||
    node.type === "TSNonNullExpression" ||
    node.type === "ChainExpression" ||
    node.type === "ParenthesizedExpression"
  );
}

/** What a node is without casts and the like around it. */
export function unwrapped(node: Node): Node {
  return isWrapper(node) ? unwrapped(node.expression) : node;
}

/** The outermost cast or the like around a node: it is what the surroundings see. */
export function wrapped(node: Node): Node {
  let outer = node;
  while (outer.parent && isWrapper(outer.parent)) outer = outer.parent;
  return outer;
}

/** The nodes around a node, innermost first. */
export function* ancestors(node: Node): Generator<Node> {
  for (let at: Node | null = node.parent; at !== null && at !== undefined; at = at.parent) yield at;
}

/** The function a node is in; null at the top level. */
export function enclosingFunction(node: Node): FunctionNode | null {
  for (const outer of ancestors(node)) if (isFunction(outer)) return outer;
  return null;
}

/** The name after the dot, or of a string in brackets; `#` before a private one. Null where it is computed. */
export function memberName(member: MemberExpression): string | null {
  const { property, computed } = member;
  if (!computed) return nameOf(property);
  return property.type === "Literal" && typeof property.value === "string" ? property.value : null;
}

/** The name of an identifier, `#` before a private one; null for anything else. */
export function nameOf(node: Node | null | undefined): string | null {
  if (node?.type === "Identifier") return node.name;
  if (node?.type === "PrivateIdentifier") return `#${node.name}`;
  return null;
}

/** The call whose callee a node is, wrapped or not; null when it is not called. */
export function callOf(node: Node): CallExpression | null {
  const outer = wrapped(node);
  const { parent } = outer;
  return parent?.type === "CallExpression" && parent.callee === outer ? parent : null;
}

/** What a function is called by: its own name, or that of the variable, property or method it is. */
export function functionName(fn: FunctionNode): string | null {
  if (fn.id !== null) return fn.id.name;
  const { parent } = wrapped(fn);
  switch (parent.type) {
    case "VariableDeclarator":
      return nameOf(parent.id);
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return nameOf(parent.key);
    case "AssignmentExpression":
      return parent.left.type === "MemberExpression" ? memberName(parent.left) : nameOf(parent.left);
    default:
      return null;
  }
}
