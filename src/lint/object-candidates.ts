import type { Candidate } from "./candidate.ts";
import { collectionKind } from "./collection-kind.ts";
import { usesOfProperty, type CollectionProperty, type PropertyNodes } from "./property-use.ts";
import { repetitionOf } from "./repetition.ts";
import { declarator, isModuleScope, variableOf, type SourceCode, type Variable } from "./rule-context.ts";
import {
  ancestors,
  isClass,
  isFunction,
  memberName,
  nameOf,
  unwrapped,
  wrapped,
  type MemberExpression,
  type Node,
} from "./syntax.ts";

/** An object that lives as long as the process: what a variable of the module holds, the module's exports, the global object. */
type LastingObject = Variable | "exports" | "globalThis";

interface ObjectProperty extends CollectionProperty {
  readonly object: LastingObject;
  /** The object as it is written: `state`, `module.exports`. */
  readonly objectText: string;
  /** The literal that declares it; null when it is assigned. */
  readonly literal: Node | null;
  readonly node: Node;
  readonly made: Node;
}

/** Collections in properties of objects that last: `state.sessions`, `exports.cache`, `globalThis.pool`. */
export function objectCandidates(sourceCode: SourceCode, nodes: PropertyNodes): readonly Candidate[] {
  const found = new Map<string, ObjectProperty>();
  for (const property of [...declared(sourceCode, nodes), ...assigned(sourceCode, nodes)]) {
    const key = `${typeof property.object === "string" ? property.object : property.object.name}.${property.name}`;
    if (!found.has(key)) found.set(key, property);
  }
  return [...found.values()].map((property) => candidateOf(sourceCode, property, nodes));
}

function candidateOf(sourceCode: SourceCode, property: ObjectProperty, nodes: PropertyNodes): Candidate {
  const { object, objectText, literal, name, kind, node, made } = property;
  const uses = usesOfProperty(
    sourceCode,
    property,
    nodes,
    (place) => lastingObject(sourceCode, place) === object || (literal !== null && isThisOf(place, literal)),
  );
  if (typeof object !== "string") uses.escapes += object.references.filter(isHandedOn).length;
  return {
    name: `${objectText}.${name}`,
    outsideName: name,
    kind,
    scope: object === "globalThis" ? "property of the global object" : "property of an object of the module",
    node,
    made,
    boundary: null,
    isField: true,
    uses,
  };
}

/** `const state = { sessions: new Map() }`, and the same assigned to `module.exports`. */
function declared(sourceCode: SourceCode, { members }: PropertyNodes): readonly ObjectProperty[] {
  const variables = (sourceCode.scopeManager?.scopes ?? [])
    .filter(isModuleScope)
    .flatMap((scope) => scope.variables)
    .flatMap((variable) => {
      const init = declarator(variable)?.init ?? null;
      return init === null || isReplaced(variable)
        ? []
        : propertiesOf(unwrapped(init), variable, variable.name);
    });
  const exported = members.flatMap((place) => {
    const assignment = assignmentTo(place);
    return assignment === null || lastingObject(sourceCode, place) !== "exports"
      ? []
      : propertiesOf(unwrapped(assignment.right), "exports", sourceCode.getText(place));
  });
  return [...variables, ...exported];
}

function propertiesOf(literal: Node, object: LastingObject, objectText: string): readonly ObjectProperty[] {
  if (literal.type !== "ObjectExpression") return [];
  return literal.properties.flatMap((property) => {
    if (property.type !== "Property" || property.computed) return [];
    const { key: node, value: made } = property;
    const [name, kind] = [nameOf(node), collectionKind(made)];
    return name === null || kind === null
      ? []
      : [{ object, objectText, literal, name, kind, node, made, madeBy: null }];
  });
}

/** `exports.sessions = new Map()` and `globalThis.cache ??= {}`, once, as the module is loaded. */
function assigned(sourceCode: SourceCode, { members }: PropertyNodes): readonly ObjectProperty[] {
  return members.flatMap((place) => {
    const assignment = assignmentTo(place);
    const [name, kind] = [memberName(place), collectionKind(assignment?.right ?? null)];
    if (assignment === null || name === null || kind === null) return [];
    const object = lastingObject(sourceCode, place.object);
    if (object === null || repetitionOf(sourceCode, assignment, null) !== "once") return [];
    if (typeof object !== "string" && (!isModuleScope(object.scope) || isReplaced(object))) return [];
    const { property: node } = place;
    const objectText = sourceCode.getText(place.object);
    return [
      { object, objectText, literal: null, name, kind, node, made: assignment.right, madeBy: assignment },
    ];
  });
}

function assignmentTo(place: MemberExpression): Extract<Node, { type: "AssignmentExpression" }> | null {
  const { parent } = wrapped(place);
  return parent.type === "AssignmentExpression" && unwrapped(parent.left) === place ? parent : null;
}

/** The lasting object that an expression names; a variable of a function is none. */
function lastingObject(sourceCode: SourceCode, expression: Node): LastingObject | null {
  const node = unwrapped(expression);
  if (node.type === "MemberExpression") {
    const isExports = memberName(node) === "exports" && nameOf(node.object) === "module";
    return isExports && isUndeclared(sourceCode, node.object, "module") ? "exports" : null;
  }
  const name = nameOf(node);
  if (name === null) return null;
  if (/^(?:global|globalThis|exports)$/.test(name) && isUndeclared(sourceCode, node, name))
    return name === "exports" ? "exports" : "globalThis";
  const variable = variableOf(sourceCode, node, name);
  return variable !== null && isModuleScope(variable.scope) ? variable : null;
}

function isUndeclared(sourceCode: SourceCode, node: Node, name: string): boolean {
  return (variableOf(sourceCode, node, name)?.defs.length ?? 0) === 0;
}

/** A variable that is given another object later has what its first one held taken away. */
function isReplaced({ references }: Variable): boolean {
  return references.some((reference) => reference.init !== true && reference.isWrite());
}

/** `this` in a method of a literal. */
function isThisOf(place: Node, literal: Node): boolean {
  if ((place.type as string) !== "ThisExpression") return false;
  for (const outer of ancestors(place)) {
    if (isClass(outer)) return false;
    if (isFunction(outer) && outer.type !== "ArrowFunctionExpression") {
      return outer.parent.type === "Property" && outer.parent.parent === literal;
    }
  }
  return false;
}

/** Whether an object is given to code that may do anything with it. */
function isHandedOn({ identifier }: Variable["references"][number]): boolean {
  const node = wrapped(identifier);
  const { parent } = node;
  return (
    ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee !== node) ||
    parent.type === "ReturnStatement" ||
    parent.type === "SpreadElement"
  );
}
