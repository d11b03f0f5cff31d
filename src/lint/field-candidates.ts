import type { Candidate } from "./candidate.ts";
import { collectionKind, type CollectionKind } from "./collection-kind.ts";
import { longevityOf } from "./long-lived-class.ts";
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

interface Field {
  readonly name: string;
  readonly kind: CollectionKind;
  readonly node: Node;
  readonly made: Node;
  readonly isStatic: boolean;
  readonly isPrivate: boolean;
  /** The assignment that makes it, when that is in the constructor. */
  readonly madeBy: AssignmentExpression | null;
}

/** What a file has of the nodes that fields are declared and used by. */
export interface FieldNodes {
  readonly classes: readonly ClassNode[];
  readonly members: readonly MemberExpression[];
  /** `const { sessions } = this`. */
  readonly patterns: readonly ObjectExpression[];
}

/** Collections in static fields, and in fields of classes whose instances last. */
export function fieldCandidates(sourceCode: SourceCode, nodes: FieldNodes): readonly Candidate[] {
  return nodes.classes.flatMap((owner) => {
    const longevity = longevityOf(sourceCode, owner);
    return fieldsOf(owner)
      .filter(({ isStatic }) => isStatic || longevity !== null)
      .map((field) => ({
        name: `${owner.id?.name ?? "class"}.${field.name}`,
        outsideName: field.isPrivate ? null : field.name,
        kind: field.kind,
        scope: scopeOf(field, longevity),
        node: field.node,
        made: field.made,
        boundary: field.isStatic ? null : owner,
        isField: true,
        uses: usesOfField(sourceCode, owner, field, nodes),
      }));
  });
}

function scopeOf({ isStatic }: Field, longevity: ReturnType<typeof longevityOf>): string {
  if (isStatic) return "static field";
  return longevity === "singleton" ? "field of a singleton" : "field of a long-lived class";
}

/** Fields that are declared with a collection, or given one in the constructor. */
function fieldsOf({ body }: ClassNode): readonly Field[] {
  const declared = body.body.flatMap((part): Field[] => {
    if (part.type !== "PropertyDefinition" && part.type !== "AccessorProperty") return [];
    const [name, kind] = [nameOf(part.key), collectionKind(part.value)];
    if (name === null || kind === null || part.value === null || part.computed) return [];
    const isPrivate = name.startsWith("#") || part.accessibility === "private";
    return [{ name, kind, node: part.key, made: part.value, isStatic: part.static, isPrivate, madeBy: null }];
  });
  const names = new Set(declared.map(({ name }) => name));
  return [...declared, ...madeInConstructor(body.body).filter(({ name }) => !names.has(name))];
}

function madeInConstructor(parts: readonly Node[]): readonly Field[] {
  const constructor = parts.find((part) => part.type === "MethodDefinition" && part.kind === "constructor");
  const body = constructor?.type === "MethodDefinition" ? constructor.value.body : null;
  if (body?.type !== "BlockStatement") return [];
  return body.body.flatMap((statement): Field[] => {
    const assignment = statement.type === "ExpressionStatement" ? statement.expression : null;
    if (assignment?.type !== "AssignmentExpression" || assignment.left.type !== "MemberExpression") return [];
    const { left: place, right: made } = assignment;
    const [name, kind] = [memberName(place), collectionKind(made)];
    if (name === null || kind === null || !isThis(place.object)) return [];
    const isPrivate = /^[#_]/.test(name) || isDeclaredPrivate(parts, name);
    return [{ name, kind, node: place.property, made, isStatic: false, isPrivate, madeBy: assignment }];
  });
}

function isDeclaredPrivate(parts: readonly Node[], name: string): boolean {
  return parts.some(
    (part) =>
      part.type === "PropertyDefinition" && nameOf(part.key) === name && part.accessibility === "private",
  );
}

/**
 * Uses of a field in its file. An insert counts only through `this` (or the class itself); taking out counts through any
 * object, because which one it is cannot be told.
 */
function usesOfField(sourceCode: SourceCode, owner: ClassNode, field: Field, nodes: FieldNodes): Uses {
  const uses = noUses();
  for (const place of nodes.members) {
    if (memberName(place) !== field.name) continue;
    const isOwn = isWithin(place, owner) && isOwnObject(place.object, owner, field);
    addUse(sourceCode, place, field, isOwn, uses);
  }
  for (const pattern of nodes.patterns) addDestructured(sourceCode, pattern, field, uses);
  return uses;
}

function addUse(
  sourceCode: SourceCode,
  place: MemberExpression,
  field: Field,
  isOwn: boolean,
  uses: Uses,
): void {
  const found = noUses();
  const node = wrapped(place);
  const { parent } = node;
  if (parent.type === "AssignmentExpression" && parent.left === node) {
    if (parent === field.madeBy) return;
    classifyReplacement(sourceCode, parent, field.name, found);
    if (found.prunes > 0 && isInConstructor(parent, sourceCode)) return;
  } else classify(sourceCode, place, field.kind, found);
  uses.prunes += found.prunes;
  uses.guards += found.guards;
  if (!isOwn) return;
  uses.inserts.push(...found.inserts);
  uses.escapes += found.escapes;
}

function addDestructured(sourceCode: SourceCode, pattern: ObjectExpression, field: Field, uses: Uses): void {
  const { parent } = pattern;
  if (parent.type !== "VariableDeclarator" || parent.init === null) return;
  const isOwn = isThis(parent.init);
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

function isOwnObject(object: Node, owner: ClassNode, { isStatic }: Field): boolean {
  const name = nameOf(object);
  if (isThis(object)) return true;
  if (isStatic) return name !== null && name === owner.id?.name;
  return name !== null && /^(?:self|that|_this|me|instance)$/.test(name);
}

function isThis(node: Node): boolean {
  return (node.type as string) === "ThisExpression";
}

/** Whether the innermost class around a node is this one. */
function isWithin(node: Node, owner: ClassNode): boolean {
  for (const outer of ancestors(node)) if (isClass(outer)) return outer === owner;
  return false;
}
