import type { Candidate } from "./candidate.ts";
import { hasBoundComment } from "./bound-comment.ts";
import { isConstantKey } from "./constant-key.ts";
import { fieldCandidates } from "./field-candidates.ts";
import { importCandidates } from "./import-candidates.ts";
import { provenanceOf, type Provenance } from "./key-provenance.ts";
import { isCallable } from "./key-type.ts";
import { ProjectIndex } from "./project-index.ts";
import { repetitionOf } from "./repetition.ts";
import type { Rule, RuleContext, SourceCode } from "./rule-context.ts";
import { suggestionsFor } from "./suggestion.ts";
import {
  enclosingFunction,
  functionName,
  type ClassNode,
  type MemberExpression,
  type ObjectExpression,
} from "./syntax.ts";
import type { Insert } from "./use.ts";
import { variableCandidates } from "./variable-candidates.ts";

/** How sure a report has to be. `identity`: keys of which there is no end; `strict`: any key; `pedantic`: also registrations and names. */
export type Level = "identity" | "strict" | "pedantic";

interface Options {
  readonly level?: Level;
  /** A pattern of names that are left alone. */
  readonly ignore?: string;
}

const LEVELS: readonly Level[] = ["identity", "strict", "pedantic"];
/** Functions that are called once for each thing a program is made of. */
const REGISTERS =
  /^[_#]*(?:register|unregister|define|declare|install|configure|setup|init|initialize|bootstrap|extend|decorate|use$|plugin|preload|loadPlugin|add(?:Plugin|Type|Middleware|Handler|Route|Hook|Schema|Extension|Provider|Transport|Locale|Format|Helper|Filter|Command|Module|Controller|Keyword)|mount|route$|middleware|alias|override|mock|import|require)/i;

/** A collection that lives as long as the process, is added to again and again, and from which nothing is ever taken out. */
export const noUnprunedCollection: Rule = {
  meta: {
    type: "problem",
    docs: {
      description: "Disallow long-lived collections that are added to and never pruned",
      url: "https://www.npmjs.com/package/sawtooth#lint",
    },
    hasSuggestions: true,
    schema: [
      {
        type: "object",
        properties: { level: { enum: LEVELS }, ignore: { type: "string" } },
        additionalProperties: false,
      },
    ],
    messages: {
      unpruned:
        "'{{name}}' ({{kind}}, {{scope}}) grows at line {{line}}, {{operation}} in {{where}}, and nothing in this {{extent}} takes entries out: {{consequence}} for the life of the process. Delete the entry on teardown, tie it to its owner (ScopedMap), bound it (BoundedMap), or say why it is finite in a comment: /* bounded: … */.",
      bound: "Bound it: new {{class}}({ max: 10_000 }), then choose the bound.",
      scope: "Tie entries to {{owner}}: new ScopedMap(), and name the owner on insert.",
      remove: "Delete the entry when {{owner}} closes.",
    },
  },
  create: (context) => {
    const { level = "identity", ignore } = (context.options[0] ?? {}) as Options;
    const ignored = ignore === undefined ? null : new RegExp(ignore);
    const classes: ClassNode[] = [];
    const members: MemberExpression[] = [];
    const patterns: ObjectExpression[] = [];
    return {
      ClassDeclaration: (node: ClassNode) => void classes.push(node),
      ClassExpression: (node: ClassNode) => void classes.push(node),
      MemberExpression: (node: MemberExpression) => void members.push(node),
      ObjectPattern: (node: ObjectExpression) => void patterns.push(node),
      "Program:exit": () => {
        const { sourceCode } = context;
        const candidates = [
          ...variableCandidates(sourceCode),
          ...fieldCandidates(sourceCode, { classes, members, patterns }),
          ...importCandidates(context),
        ];
        for (const candidate of candidates) {
          if (ignored?.test(candidate.name)) continue;
          const growth = growthOf(sourceCode, candidate);
          if (growth === null || LEVELS.indexOf(growth.level) > LEVELS.indexOf(level)) continue;
          if (isPrunedElsewhere(context, candidate) || hasBoundComment(sourceCode, candidate.node)) continue;
          report(context, candidate, growth.insert);
        }
      },
    };
  },
};

interface Growth {
  readonly insert: Insert;
  /** The level from which on it is reported. */
  readonly level: Level;
}

/** The insert that makes a collection grow for ever, if one does and nothing takes entries out. */
function growthOf(sourceCode: SourceCode, candidate: Candidate): Growth | null {
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
  { uses, outsideName, longevity, isField }: Candidate,
  { node, key, isAppend }: Insert,
  provenance: Provenance,
): Level {
  const name = functionNameAround(node);
  if (provenance === "config" || REGISTERS.test(name ?? "")) return "pedantic";
  if (!isAppend && key !== null && isCallable(sourceCode, key)) return "pedantic";
  if (uses.escapes > 0 || provenance === "unknown") return "strict";
  // Other packages may prune what is public and not of a singleton: then it takes two looks.
  return isField && longevity === "named" && outsideName !== null ? "strict" : "identity";
}

function isPrunedElsewhere({ filename, cwd }: RuleContext, { outsideName }: Candidate): boolean {
  return outsideName !== null && ProjectIndex.of(filename, cwd).prunesElsewhere(outsideName, filename);
}

function report(context: RuleContext, candidate: Candidate, insert: Insert): void {
  const { name, kind, scope, node, outsideName, isField } = candidate;
  const fn = enclosingFunction(insert.node);
  const around = functionNameAround(insert.node);
  context.report({
    node,
    messageId: "unpruned",
    data: {
      name,
      kind,
      scope,
      line: String(insert.node.loc.start.line),
      operation: `${name}${insert.operation}`,
      where: around === null ? "a callback" : `${around}()`,
      extent: outsideName !== null ? "project" : isField ? "class" : "module",
      consequence: insert.isAppend ? "every call adds one" : "every distinct key stays",
    },
    suggest: fn === null ? [] : suggestionsFor(context.sourceCode, candidate, insert),
  });
}

/** The name of the nearest function around a node that has one. */
function functionNameAround(node: Insert["node"]): string | null {
  for (let fn = enclosingFunction(node); fn !== null; fn = enclosingFunction(fn)) {
    const name = functionName(fn);
    if (name !== null) return name;
  }
  return null;
}
