import { declarator, isModuleScope, variableOf, type SourceCode } from "./rule-context.ts";
import { hasFiniteType } from "./key-type.ts";
import { memberName, nameOf, unwrapped, type Node } from "./syntax.ts";

const CONSTANT_NAME = /^[A-Z][A-Z0-9_]*$/;
const DEEPEST = 4;

/** Whether a key is one of finitely many that the program text or its types name, so that adding it cannot grow for ever. */
export function isConstantKey(sourceCode: SourceCode, key: Node | undefined, depth = 0): boolean {
  if (key === undefined) return true;
  if (depth > DEEPEST) return false;
  const node = unwrapped(key);
  const isConstant = (part: Node): boolean => isConstantKey(sourceCode, part, depth + 1);
  switch (node.type) {
    case "Literal":
      return true;
    case "TemplateLiteral":
      return node.expressions.every(isConstant);
    case "UnaryExpression":
      return isConstant(node.argument);
    case "BinaryExpression":
      // A remainder of whole numbers is one of a few.
      return node.operator === "%" || (isConstant(node.left) && isConstant(node.right));
    case "LogicalExpression":
      return isConstant(node.left) && isConstant(node.right);
    case "ConditionalExpression":
      return isConstant(node.consequent) && isConstant(node.alternate);
    case "Identifier":
      return CONSTANT_NAME.test(node.name) || isConstantVariable(sourceCode, node, node.name, depth);
    case "MemberExpression":
      return CONSTANT_NAME.test(memberName(node) ?? "") || hasFiniteType(sourceCode, node);
    default:
      return hasFiniteType(sourceCode, node);
  }
}

function isConstantVariable(sourceCode: SourceCode, node: Node, name: string, depth: number): boolean {
  const variable = variableOf(sourceCode, node, name);
  const [definition, another] = variable?.defs ?? [];
  if (another === undefined && (definition?.type === "ClassName" || definition?.type === "FunctionName"))
    return true;
  const declared = declarator(variable);
  if (declared?.isConst && declared.init !== null && variable !== null) {
    const init = unwrapped(declared.init);
    if (init.type === "CallExpression" && nameOf(init.callee) === "Symbol")
      return isModuleScope(variable.scope);
    if (isConstantKey(sourceCode, init, depth + 1)) return true;
  }
  return hasFiniteType(sourceCode, node);
}
