export { default, type Plugin } from "./plugin.ts";
export type { Rule, RuleContext } from "./rule-context.ts";
