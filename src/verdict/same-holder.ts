import type { CollectionKind } from "./finding.ts";

/** What a collection is called, and where, as far as that is needed to tell whether two names mean the same one. */
export interface NamedHolder {
  readonly name: string;
  readonly path: string;
  readonly kind: CollectionKind;
  /** null when it is not known. */
  readonly file: string | null;
}

/**
 * Whether two holders, each named by other evidence, are one: of the same file, and called the same but for what follows
 * the last name. A walk says `door` of a promise and `rooms` of a Map's inner Maps where a snapshot says `door.then(…)` and
 * `rooms[…]`, `exports.pool` where that has the variable's name, and `sessions` of a bounded collection where that sees its
 * insides, `sessions.#entries`.
 */
export function isSameHolder(one: NamedHolder, other: NamedHolder): boolean {
  // What is inside is declared by the class, wherever its objects are held.
  if (isInside(one.path, other.path) || isInside(other.path, one.path)) return true;
  if (one.file !== null && other.file !== null && one.file !== other.file) return false;
  const [a, b] = [bare(one.path), bare(other.path)];
  if (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true;
  return one.name === other.name && alike(one.kind) === alike(other.kind);
}

/** Whether a path leads on into the private fields of what the other names. */
function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}.#`);
}

/** A path without what every entry of the collection shares. */
function bare(path: string): string {
  return path.replace(/(?:\.then\(…\)|\[…\])+$/u, "").replace(/^(?:exports|this)\./u, "");
}

/** Kinds that a walk and a snapshot call by different names. */
function alike(kind: CollectionKind): CollectionKind {
  return kind === "chain" ? "object" : kind;
}
