import type { CollectionKind } from "./collection-kind.ts";
import { repetitionOf } from "./repetition.ts";
import type { SourceCode } from "./rule-context.ts";
import {
  ancestors,
  isClass,
  memberName,
  nameOf,
  wrapped,
  type AssignmentExpression,
  type ClassNode,
  type MemberExpression,
  type Node,
  type ObjectExpression,
} from "./syntax.ts";
import { classify, classifyReplacement, noUses, type Uses } from "./use.ts";

/** What a file has of the nodes that properties are declared and used by. */
export interface PropertyNodes {
  readonly classes: readonly ClassNode[];
  readonly members: readonly MemberExpression[];
  /** `const { sessions } = this`. */
  readonly patterns: readonly ObjectExpression[];
}

/** A collection in a property of an object. */
export interface CollectionProperty {
  readonly name: string;
  readonly kind: CollectionKind;
  /** The assignment that makes it; null when it is declared with the object. */
  readonly madeBy: AssignmentExpression | null;
}

/**
 * Uses of a property in its file. An insert counts only through an object that `owns` says has it; taking out counts
 * through any object, because which one it is cannot be told.
 */
export function usesOfProperty(
  sourceCode: SourceCode,
  property: CollectionProperty,
  { members, patterns }: PropertyNodes,
  owns: (object: Node) => boolean,
): Uses {
  const uses = noUses();
  for (const place of members) {
    if (memberName(place) === property.name) addUse(sourceCode, place, property, owns(place.object), uses);
  }
  for (const pattern of patterns) addDestructured(sourceCode, pattern, property, owns, uses);
  return uses;
}

function addUse(
  sourceCode: SourceCode,
  place: MemberExpression,
  { name, kind, madeBy }: CollectionProperty,
  isOwn: boolean,
  uses: Uses,
): void {
  const found = noUses();
  const node = wrapped(place);
  const { parent } = node;
  if (parent.type === "AssignmentExpression" && parent.left === node) {
    if (parent === madeBy) return;
    classifyReplacement(sourceCode, parent, name, found);
    if (found.prunes > 0 && isInConstructor(parent, sourceCode)) return;
  } else classify(sourceCode, place, kind, found);
  uses.prunes += found.prunes;
  uses.guards += found.guards;
  if (!isOwn) return;
  uses.inserts.push(...found.inserts);
  uses.escapes += found.escapes;
}

function addDestructured(
  sourceCode: SourceCode,
  pattern: ObjectExpression,
  field: CollectionProperty,
  owns: (object: Node) => boolean,
  uses: Uses,
): void {
  const { parent } = pattern;
  if (parent.type !== "VariableDeclarator" || parent.init === null) return;
  const isOwn = owns(parent.init);
  for (const property of pattern.properties) {
    if (property.type !== "Property" || property.computed || nameOf(property.key) !== field.name) continue;
    const name = nameOf(property.value);
    const variable = sourceCode.getDeclaredVariables(parent).find((declared) => declared.name === name);
    const found = noUses();
    for (const reference of variable?.references ?? []) {
      if (reference.init !== true && reference.isRead())
        classify(sourceCode, reference.identifier, field.kind, found);
    }
    uses.prunes += found.prunes;
    uses.guards += found.guards;
    if (isOwn) uses.inserts.push(...found.inserts);
  }
}

function isInConstructor(node: Node, sourceCode: SourceCode): boolean {
  for (const outer of ancestors(node)) {
    if (isClass(outer)) return repetitionOf(sourceCode, node, outer) === "once per instance";
  }
  return false;
}
