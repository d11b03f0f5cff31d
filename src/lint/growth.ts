import type { Candidate } from "./candidate.ts";
import { isConstantKey } from "./constant-key.ts";
import { provenanceOf, type Provenance } from "./key-provenance.ts";
import { isCallable } from "./key-type.ts";
import { repetitionOf } from "./repetition.ts";
import type { SourceCode } from "./rule-context.ts";
import { enclosingFunction, functionName, type Node } from "./syntax.ts";
import type { Insert } from "./use.ts";

/** How sure a report has to be. `identity`: keys of which there is no end; `strict`: any key; `pedantic`: also registrations and names. */
export type Level = "identity" | "strict" | "pedantic";

/** The levels, surest first. */
export const LEVELS: readonly Level[] = ["identity", "strict", "pedantic"];

/** Functions that are called once for each thing a program is made of. */
const REGISTERS =
  /^[_#]*(?:register|unregister|define|declare|install|configure|setup|init|initialize|bootstrap|extend|decorate|use$|plugin|preload|loadPlugin|add(?:Plugin|Type|Middleware|Handler|Route|Hook|Schema|Extension|Provider|Transport|Locale|Format|Helper|Filter|Command|Module|Controller|Keyword)|mount|route$|middleware|alias|override|mock|import|require)/i;

/** An insert that makes a collection grow for ever. */
export interface Growth {
  readonly insert: Insert;
  /** The level from which on it is reported. */
  readonly level: Level;
}

/** The insert that makes a collection grow for ever, if one does and nothing takes entries out. */
export function growthOf(sourceCode: SourceCode, candidate: Candidate): Growth | null {
  const { uses, boundary } = candidate;
  if (uses.prunes > 0 || uses.guards > 0) return null;
  const inserts = uses.inserts.filter(
    ({ node, key, isAppend }) =>
      repetitionOf(sourceCode, node, boundary) === "again and again" &&
      (isAppend || key === null || !isConstantKey(sourceCode, key)),
  );
  const judged = inserts.map((insert) => {
    const provenance = provenanceOf(sourceCode, insert.node, insert.isAppend ? null : insert.key);
    return { insert, level: levelOf(sourceCode, candidate, insert, provenance) };
  });
  return judged.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))[0] ?? null;
}

function levelOf(
  sourceCode: SourceCode,
  { uses }: Candidate,
  { node, key, isAppend }: Insert,
  provenance: Provenance,
): Level {
  const name = functionNameAround(node);
  if (provenance === "config" || REGISTERS.test(name ?? "")) return "pedantic";
  if (!isAppend && key !== null && isCallable(sourceCode, key)) return "pedantic";
  return uses.escapes > 0 || provenance === "unknown" ? "strict" : "identity";
}

/** The name of the nearest function around a node that has one. */
export function functionNameAround(node: Node): string | null {
  for (let fn = enclosingFunction(node); fn !== null; fn = enclosingFunction(fn)) {
    const name = functionName(fn);
    if (name !== null) return name;
  }
  return null;
}
