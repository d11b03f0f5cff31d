import type { Node } from "./syntax.ts";
/** A variable's scope, as ESLint's scope manager gives it. */
export interface Scope {
    readonly type: string;
    readonly block: Node;
    readonly variables: readonly Variable[];
    readonly set: ReadonlyMap<string, Variable>;
    readonly upper: Scope | null;
}
/** A variable and where it is used. */
export interface Variable {
    readonly name: string;
    readonly scope: Scope;
    readonly defs: readonly {
        readonly type: string;
        readonly node: Node;
        readonly parent: Node | null;
    }[];
    readonly references: readonly Reference[];
}
/** One use of a variable. */
interface Reference {
    readonly identifier: Node;
    readonly init?: boolean;
    isRead(): boolean;
    isWrite(): boolean;
}
interface Fixer {
    replaceText(node: Node, text: string): unknown;
    insertTextAfter(node: Node, text: string): unknown;
    insertTextBeforeRange(range: readonly [number, number], text: string): unknown;
}
/** An edit that a report offers. */
export interface Suggestion {
    readonly messageId: string;
    readonly data?: Readonly<Record<string, string>>;
    fix(fixer: Fixer): unknown;
}
/** A file as the rules see it. */
export interface SourceCode {
    readonly text: string;
    readonly ast: Node;
    readonly scopeManager: {
        readonly scopes: readonly Scope[];
    } | null;
    readonly parserServices?: unknown;
    getText(node: Node): string;
    getScope(node: Node): Scope;
    getDeclaredVariables(node: Node): readonly Variable[];
    getAllComments(): readonly {
        readonly value: string;
        readonly loc: {
            readonly start: {
                readonly line: number;
            };
            readonly end: {
                readonly line: number;
            };
        };
    }[];
}
/** What ESLint and oxlint hand to a rule. */
export interface RuleContext {
    readonly filename: string;
    readonly cwd: string;
    readonly options: readonly unknown[];
    readonly sourceCode: SourceCode;
    report(problem: {
        readonly node: Node;
        readonly messageId: string;
        readonly data?: Readonly<Record<string, string>>;
        readonly suggest?: readonly Suggestion[];
    }): void;
}
/** A rule in the form that ESLint and oxlint's `jsPlugins` share. */
export interface Rule {
    readonly meta: {
        readonly type: "problem" | "suggestion";
        readonly docs: {
            readonly description: string;
            readonly url: string;
        };
        readonly hasSuggestions?: boolean;
        readonly schema: readonly object[];
        readonly messages: Readonly<Record<string, string>>;
    };
    create(context: RuleContext): Readonly<Record<string, (node: never) => void>>;
}
/** The variable a name leads to, from where it stands; null for a global that is not declared. */
export declare function variableOf(sourceCode: SourceCode, identifier: Node, name: string): Variable | null;
/** Whether a scope lives as long as the module. */
export declare function isModuleScope({ type, block }: Scope): boolean;
/** What a variable is declared as, when it is declared once, by `const`, `let` or `var` with a plain name. */
export declare function declarator(variable: Variable | null): {
    readonly init: Node | null;
    readonly id: Node;
    readonly isConst: boolean;
} | null;
export {};
