import type { Candidate } from "./candidate.ts";
import { collectionKind } from "./collection-kind.ts";
import { longevityOf } from "./long-lived-class.ts";
import { usesOfProperty, type CollectionProperty, type PropertyNodes } from "./property-use.ts";
import type { SourceCode } from "./rule-context.ts";
import { ancestors, isClass, memberName, nameOf, type ClassNode, type Node } from "./syntax.ts";

interface Field extends CollectionProperty {
  readonly node: Node;
  readonly made: Node;
  readonly isStatic: boolean;
  readonly isPrivate: boolean;
}

/** Collections in static fields, and in fields of classes whose instances last. */
export function fieldCandidates(sourceCode: SourceCode, nodes: PropertyNodes): readonly Candidate[] {
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
        uses: usesOfProperty(
          sourceCode,
          field,
          nodes,
          (object) => isWithin(object, owner) && isOwnObject(object, owner, field),
        ),
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
