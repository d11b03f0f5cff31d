import type { Candidate } from "./candidate.ts";
import { collectionKind } from "./collection-kind.ts";
import { runsOnTheSpot } from "./repetition.ts";
import { declarator, isModuleScope, type Scope, type SourceCode, type Variable } from "./rule-context.ts";
import {
  ancestors,
  functionName,
  isFunction,
  memberName,
  wrapped,
  type FunctionNode,
  type Node,
} from "./syntax.ts";
import { usesOfVariable, type Insert } from "./use.ts";

const KEEPS_CALLBACK = /^(?:on|addListener|addEventListener|use|addHook|subscribe|get|post|put|all)$/;

/** Collections in variables that live as long as the process: of the module, and of functions whose inner functions are kept. */
export function variableCandidates(sourceCode: SourceCode): readonly Candidate[] {
  return (sourceCode.scopeManager?.scopes ?? []).flatMap((scope) => {
    if (isModuleScope(scope))
      return scope.variables.flatMap((variable) => inModule(sourceCode, variable, null));
    const { block } = scope;
    if (!isFunction(block) || scope.type !== "function") return [];
    if (!runsOnTheSpot(block))
      return scope.variables.flatMap((variable) => inClosure(sourceCode, scope, variable, block));
    const isOfModule = [...ancestors(block)].every((outer) => !isFunction(outer) || runsOnTheSpot(outer));
    return isOfModule ? scope.variables.flatMap((variable) => inModule(sourceCode, variable, block)) : [];
  });
}

function inModule(sourceCode: SourceCode, variable: Variable, boundary: Node | null): readonly Candidate[] {
  const declared = declarator(variable);
  const kind = collectionKind(declared?.init ?? null);
  if (declared?.init == null || kind === null) return [];
  const uses = usesOfVariable(sourceCode, variable, kind);
  if (declared.id.parent.parent.parent.type === "ExportNamedDeclaration") uses.exports++;
  return [
    {
      name: variable.name,
      outsideName: uses.exports > 0 ? variable.name : null,
      kind,
      scope: "module scope",
      node: declared.id,
      made: declared.init,
      boundary,
      isField: false,
      uses,
    },
  ];
}

/**
 * `const hits = new Map()` in a factory whose inner function is returned or registered, as middleware is. Arrays and
 * objects are left out: there they are nearly always what the factory builds.
 */
function inClosure(
  sourceCode: SourceCode,
  scope: Scope,
  variable: Variable,
  factory: FunctionNode,
): readonly Candidate[] {
  const declared = declarator(variable);
  const kind = collectionKind(declared?.init ?? null);
  if (declared?.init == null || (kind !== "Map" && kind !== "Set")) return [];
  const uses = usesOfVariable(sourceCode, variable, kind);
  if (uses.escapes > 0) return [];
  const inserts = uses.inserts.filter((insert) => isKept(sourceCode, insert, factory));
  if (inserts.length === 0 || !isModuleScope(outermost(scope))) return [];
  return [
    {
      name: variable.name,
      outsideName: null,
      kind,
      scope: `closure of ${functionName(factory) ?? "a function"}()`,
      node: declared.id,
      made: declared.init,
      boundary: factory,
      isField: false,
      uses: { ...uses, inserts },
    },
  ];
}

function outermost(scope: Scope): Scope {
  return scope.upper === null ? scope : outermost(scope.upper);
}

/** Whether the outermost function inside the factory around an insert outlives the factory's call. */
function isKept(sourceCode: SourceCode, { node }: Insert, factory: FunctionNode): boolean {
  let inner: FunctionNode | null = null;
  for (const outer of ancestors(node)) {
    if (outer === factory) break;
    if (isFunction(outer) && !runsOnTheSpot(outer)) inner = outer;
  }
  if (inner === null) return false;
  if (inner.type !== "FunctionDeclaration") return outlives(inner);
  const name = inner.id?.name;
  const variable = sourceCode.getDeclaredVariables(inner).find((declared) => declared.name === name);
  return variable?.references.some(({ identifier }) => outlives(identifier)) ?? false;
}

/** Whether a function is returned, made a property of what is returned or assigned, or registered as a callback. */
function outlives(value: Node): boolean {
  const node = wrapped(value);
  const { parent } = node;
  switch (parent.type) {
    case "ReturnStatement":
      return true;
    case "ArrowFunctionExpression":
      return parent.body === node;
    case "Property":
      return /^(?:ReturnStatement|ArrowFunctionExpression)$/.test(wrapped(parent.parent).parent.type);
    case "AssignmentExpression":
      return parent.right === node && parent.left.type === "MemberExpression";
    case "CallExpression":
      return (
        parent.callee.type === "MemberExpression" && KEEPS_CALLBACK.test(memberName(parent.callee) ?? "")
      );
    default:
      return false;
  }
}
