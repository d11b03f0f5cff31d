import { trafficHandler } from "./handler.ts";
import { repetitionOf } from "./repetition.ts";
import { isModuleScope, variableOf, type Rule, type SourceCode } from "./rule-context.ts";
import { memberName, nameOf, unwrapped, type CallExpression, type Node } from "./syntax.ts";

const ADDS = /^(?:on|addListener|prependListener|addEventListener)$/;
const REMOVES = /\b(?:off|removeListener|removeAllListeners|removeEventListener)\s*\(/;
const GLOBAL_EMITTERS = new Set(["process", "globalThis", "window", "document", "self"]);

/** A listener that each request or connection adds to an emitter that outlives it, and nothing removes. */
export const requireListenerRemoval: Rule = {
  meta: {
    type: "problem",
    docs: {
      description: "Require that listeners added per request to a long-lived emitter are removed",
      url: "https://www.npmjs.com/package/sawtooth#lint",
    },
    schema: [
      {
        type: "object",
        properties: { level: { enum: ["identity", "strict"] } },
        additionalProperties: false,
      },
    ],
    messages: {
      kept: "Each run of this function adds a listener for {{event}} to '{{emitter}}', which lives as long as the process, and nothing in this file removes it. Remove it on teardown ({{emitter}}.{{remove}}), pass a signal, or use once().",
    },
  },
  create: (context) => {
    const { level = "identity" } = (context.options[0] ?? {}) as { readonly level?: string };
    return {
      CallExpression: (call: CallExpression) => {
        const { sourceCode } = context;
        const callee = unwrapped(call.callee);
        if (callee.type !== "MemberExpression" || !ADDS.test(memberName(callee) ?? "")) return;
        const [event, , options] = call.arguments;
        if (event?.type !== "Literal" || call.arguments.length < 2 || endsByItself(sourceCode, options))
          return;
        if (
          !isLongLived(sourceCode, callee.object) ||
          repetitionOf(sourceCode, call, null) !== "again and again"
        )
          return;
        if (level === "identity" && trafficHandler(call) === null) return;
        const emitter = sourceCode.getText(callee.object);
        if (isRemoved(sourceCode, emitter)) return;
        const remove = memberName(callee) === "addEventListener" ? "removeEventListener" : "off";
        context.report({
          node: call,
          messageId: "kept",
          data: { event: sourceCode.getText(event), emitter, remove },
        });
      },
    };
  },
};

/** `{ once: true }` or `{ signal }`. */
function endsByItself(sourceCode: SourceCode, options: Node | undefined): boolean {
  return options !== undefined && /\b(?:once|signal)\b/.test(sourceCode.getText(options));
}

/** A global emitter, one of the module, or one that is imported; `this.x` and parameters may end with the request. */
function isLongLived(sourceCode: SourceCode, emitter: Node): boolean {
  const node = unwrapped(emitter);
  const root = node.type === "MemberExpression" ? unwrapped(node.object) : node;
  const name = nameOf(root);
  if (name === null) return false;
  const variable = variableOf(sourceCode, root, name);
  if (variable === null || variable.defs.length === 0) return GLOBAL_EMITTERS.has(name);
  return isModuleScope(variable.scope);
}

function isRemoved({ text }: SourceCode, emitter: string): boolean {
  return text
    .split(emitter)
    .slice(1)
    .some((after) => REMOVES.test(after.slice(0, after.indexOf("(") + 1)));
}
