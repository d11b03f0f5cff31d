import type { Candidate } from "./candidate.ts";
import { connectionParameter } from "./handler.ts";
import type { SourceCode, Suggestion } from "./rule-context.ts";
import { ancestors, isFunction, unwrapped, type NewExpression, type Node } from "./syntax.ts";
import type { Insert } from "./use.ts";

/** Edits that give a collection an end; none for kinds that need more than an edit in place. */
export function suggestionsFor(
  sourceCode: SourceCode,
  candidate: Candidate,
  insert: Insert,
): readonly Suggestion[] {
  const made = unwrapped(candidate.made);
  if (made.type !== "NewExpression" || made.arguments.length > 0) return [];
  const owner = ownerOf(insert.node);
  return [
    ...(owner === null ? [] : owned(sourceCode, candidate, insert, made, owner)),
    bounded(sourceCode, candidate, made),
  ];
}

function bounded(sourceCode: SourceCode, { kind }: Candidate, made: NewExpression): Suggestion {
  const name = `Bounded${kind}`;
  return {
    messageId: "bound",
    data: { class: name },
    fix: (fixer) => [
      fixer.replaceText(made, `new ${name}${typeArguments(sourceCode, made)}({ max: 10_000 })`),
      fixer.insertTextBeforeRange(startOf(sourceCode), importOf(sourceCode, name)),
    ],
  };
}

function owned(
  sourceCode: SourceCode,
  { kind }: Candidate,
  { node, key }: Insert,
  made: NewExpression,
  owner: string,
): readonly Suggestion[] {
  if (kind !== "Map" || node.type !== "CallExpression" || node.arguments.length !== 2 || key === null)
    return [];
  const collection = unwrapped(node.callee);
  if (collection.type !== "MemberExpression") return [];
  const value = node.arguments[1]!;
  const statement = statementAround(node);
  const remove = `${owner}.once("close", () => ${sourceCode.getText(collection.object)}.delete(${sourceCode.getText(key)}));`;
  return [
    {
      messageId: "scope",
      data: { owner },
      fix: (fixer) => [
        fixer.replaceText(made, `new ScopedMap${typeArguments(sourceCode, made)}()`),
        fixer.insertTextAfter(value, `, ${owner}`),
        fixer.insertTextBeforeRange(startOf(sourceCode), importOf(sourceCode, "ScopedMap")),
      ],
    },
    ...(statement === null
      ? []
      : [
          {
            messageId: "remove",
            data: { owner },
            fix: (fixer: Parameters<Suggestion["fix"]>[0]) =>
              fixer.insertTextAfter(statement, `\n${indentOf(sourceCode, statement)}${remove}`),
          },
        ]),
  ];
}

/** The connection or request around an insert, which says when its time is over. */
function ownerOf(node: Node): string | null {
  for (const outer of ancestors(node)) {
    const name = isFunction(outer) ? connectionParameter(outer) : null;
    if (name !== null && /^(?:req|request|res|response|socket|conn|connection|client|ws|peer)$/.test(name))
      return name;
  }
  return null;
}

function statementAround(node: Node): Node | null {
  const { parent } = node;
  return parent.type === "ExpressionStatement" && /^(?:BlockStatement|Program)$/.test(parent.parent.type)
    ? parent
    : null;
}

function typeArguments(sourceCode: SourceCode, made: NewExpression): string {
  return /^new\s+\w+\s*(<[^()]*>)/.exec(sourceCode.getText(made))?.[1] ?? "";
}

function importOf({ text, ast }: SourceCode, name: string): string {
  const isModule =
    (ast as unknown as { readonly sourceType?: string }).sourceType === "module" && !/\brequire\(/.test(text);
  return isModule
    ? `import { ${name} } from "sawtooth/bounded";\n`
    : `const { ${name} } = require("sawtooth/bounded");\n`;
}

/** Where an import goes: before everything but a `#!` line. */
function startOf({ text }: SourceCode): readonly [number, number] {
  const line = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return [line, line];
}

function indentOf({ text }: SourceCode, statement: Node): string {
  const start = text.lastIndexOf("\n", statement.range[0] - 1) + 1;
  return /^\s*/.exec(text.slice(start, statement.range[0]))?.[0] ?? "";
}
