import { noFirstKeyEviction } from "./no-first-key-eviction.ts";
import { noUnprunedCollection } from "./no-unpruned-collection.ts";
import { requireListenerRemoval } from "./require-listener-removal.ts";
import type { Rule } from "./rule-context.ts";

/** A plugin in the form that ESLint (flat config) and oxlint's `jsPlugins` share. */
export interface Plugin {
  readonly meta: { readonly name: string };
  readonly rules: Readonly<Record<string, Rule>>;
  readonly configs: Readonly<Record<string, object>>;
}

const rules = {
  "no-unpruned-collection": noUnprunedCollection,
  "no-first-key-eviction": noFirstKeyEviction,
  "require-listener-removal": requireListenerRemoval,
};

const plugin: Plugin = { meta: { name: "sawtooth" }, rules, configs: {} };

/**
 * The rules, and `configs.recommended` for ESLint's flat config:
 *
 *     import sawtooth from "sawtooth/lint";
 *     export default [sawtooth.configs.recommended];
 *
 * For oxlint: `"jsPlugins": ["sawtooth/lint"]` and the rules by name, `"sawtooth/no-unpruned-collection": "error"`.
 */
const withConfigs: Plugin = {
  ...plugin,
  configs: {
    recommended: {
      name: "sawtooth/recommended",
      plugins: { sawtooth: plugin },
      rules: Object.fromEntries(Object.keys(rules).map((name) => [`sawtooth/${name}`, "error"])),
    },
  },
};

export default withConfigs;
