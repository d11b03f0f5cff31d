import { declarator, variableOf, type Rule, type SourceCode } from "./rule-context.ts";
import { memberName, unwrapped, type CallExpression, type Node } from "./syntax.ts";

/**
 * `map.delete(map.keys().next().value)`: V8 leaves deleted entries in the table until it is rehashed, and the iterator
 * walks over all of them from the start, so that evicting the oldest entry costs time in proportion to the table.
 */
export const noFirstKeyEviction: Rule = {
  meta: {
    type: "suggestion",
    docs: {
      description: "Disallow evicting the oldest entry through a new iterator",
      url: "https://www.npmjs.com/package/sawtooth#lint",
    },
    schema: [],
    messages: {
      slow: "Deleting the first key of '{{name}}' through a new iterator walks over every entry deleted before: about 16 µs at 100 000 entries. Use BoundedMap from sawtooth/bounded, which evicts in constant time.",
    },
  },
  create: (context) => ({
    CallExpression: (call: CallExpression) => {
      const callee = unwrapped(call.callee);
      const [key] = call.arguments;
      if (callee.type !== "MemberExpression" || memberName(callee) !== "delete" || key === undefined) return;
      const { sourceCode } = context;
      const name = sourceCode.getText(callee.object);
      if (firstKeyOf(sourceCode, key) !== name) return;
      context.report({ node: call, messageId: "slow", data: { name } });
    },
  }),
};

/** The text of the collection whose first key an expression is: `m` of `m.keys().next().value`. */
function firstKeyOf(sourceCode: SourceCode, expression: Node): string | null {
  const value = unwrapped(expression);
  if (value.type === "Identifier") {
    const init = declarator(variableOf(sourceCode, value, value.name))?.init ?? null;
    return init === null || init.type === "Identifier" ? null : firstKeyOf(sourceCode, init);
  }
  const next =
    value.type === "MemberExpression" && memberName(value) === "value"
      ? calledOn(value.object, /^next$/)
      : null;
  const collection = next === null ? null : calledOn(next, /^(?:keys|values)$/);
  return collection === null ? null : sourceCode.getText(collection);
}

/** The object a method is called on, when the expression is a call of a method of that name without arguments. */
function calledOn(expression: Node, name: RegExp): Node | null {
  const call = unwrapped(expression);
  if (call.type !== "CallExpression" || call.arguments.length > 0) return null;
  const callee = unwrapped(call.callee);
  return callee.type === "MemberExpression" && name.test(memberName(callee) ?? "") ? callee.object : null;
}
