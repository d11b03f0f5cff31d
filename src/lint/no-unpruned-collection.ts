import type { Candidate } from "./candidate.ts";
import { hasBoundComment } from "./bound-comment.ts";
import { fieldCandidates } from "./field-candidates.ts";
import { functionNameAround, growthOf, LEVELS, type Level } from "./growth.ts";
import { importCandidates } from "./import-candidates.ts";
import { objectCandidates } from "./object-candidates.ts";
import { ProjectIndex } from "./project-index.ts";
import type { Rule, RuleContext } from "./rule-context.ts";
import { suggestionsFor } from "./suggestion.ts";
import { enclosingFunction, type ClassNode, type MemberExpression, type ObjectExpression } from "./syntax.ts";
import type { Insert } from "./use.ts";
import { variableCandidates } from "./variable-candidates.ts";

interface Options {
  readonly level?: Level;
  /** A pattern of names that are left alone. */
  readonly ignore?: string;
}

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
          ...objectCandidates(sourceCode, { classes, members, patterns }),
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
