import type { Rule } from "./rule-context.ts";
/** A plugin in the form that ESLint (flat config) and oxlint's `jsPlugins` share. */
export interface Plugin {
    readonly meta: {
        readonly name: string;
    };
    readonly rules: Readonly<Record<string, Rule>>;
    readonly configs: Readonly<Record<string, object>>;
}
/**
 * The rules, and `configs.recommended` for ESLint's flat config:
 *
 *     import sawtooth from "sawtooth/lint";
 *     export default [sawtooth.configs.recommended];
 *
 * For oxlint: `"jsPlugins": ["sawtooth/lint"]` and the rules by name, `"sawtooth/no-unpruned-collection": "error"`.
 */
declare const withConfigs: Plugin;
export default withConfigs;
