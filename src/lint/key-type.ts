import type { SourceCode } from "./rule-context.ts";
import type { Node } from "./syntax.ts";

/** What is needed of TypeScript's checker; a linter that does not know types leaves it out. */
interface TypeServices {
  readonly program: { getTypeChecker(): { getTypeAtLocation(node: unknown): Type } };
  readonly esTreeNodeToTSNodeMap: { get(node: Node): unknown };
}
interface Type {
  readonly flags: number;
  readonly types?: readonly Type[];
  isUnion(): boolean;
  getConstructSignatures(): readonly unknown[];
  getCallSignatures(): readonly unknown[];
}

/** TypeScript's flags of types with finitely many values: literals, enums, booleans, unique symbols, null and undefined. */
const FINITE = 16 | 32 | 128 | 256 | 512 | 1024 | 8192 | 32_768 | 65_536;

/** Whether TypeScript says that an expression can have only finitely many values; false where types are not known. */
export function hasFiniteType(sourceCode: SourceCode, node: Node): boolean {
  const type = typeOf(sourceCode, node);
  return type !== null && isFinite(type);
}

/** Whether TypeScript says that an expression is, or may be, a class or a function: there are as many as the program text has. */
export function isCallable(sourceCode: SourceCode, node: Node): boolean {
  const type = typeOf(sourceCode, node);
  // The token of a container is often a class or a name.
  const members = type?.isUnion() === true ? (type.types ?? []) : [type];
  return members.some(
    (member) =>
      member !== null && member.getConstructSignatures().length + member.getCallSignatures().length > 0,
  );
}

function isFinite(type: Type): boolean {
  if (type.isUnion()) return (type.types ?? []).every(isFinite);
  return (type.flags & FINITE) !== 0;
}

function typeOf({ parserServices }: SourceCode, node: Node): Type | null {
  const services = parserServices as Partial<TypeServices> | undefined;
  if (!services?.program || !services.esTreeNodeToTSNodeMap) return null;
  return services.program.getTypeChecker().getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(node));
}
