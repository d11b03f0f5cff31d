import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { describe, expect, test } from "vitest";
import { peerFolder } from "../../scripts/peers.mjs";
import plugin from "../../src/lint/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { bounded, growing } from "./shapes.ts";

/** Keys of which only their type says that there is an end of them, and those of which it says nothing: name, code, reported with types. */
const typed: readonly [string, string, boolean][] = [
  [
    "a union of texts",
    `const hits = new Map<string, number>(); export function hit(userId: "a" | "b") { hits.set(userId, 1); }`,
    false,
  ],
  [
    "an enum",
    `enum Token { A, B } const hits = new Map<Token, number>(); export function hit(token: Token) { hits.set(token, 1); }`,
    false,
  ],
  [
    "a boolean",
    `const hits = new Map<boolean, number>(); export function hit(session: boolean) { hits.set(session, 1); }`,
    false,
  ],
  [
    "an optional union",
    `const hits = new Map<unknown, number>(); export function hit(url?: "/" | "/about") { hits.set(url, 1); }`,
    false,
  ],
  [
    "a template of a union",
    "const hits = new Set<string>(); export function hit(host: 'a' | 'b') { hits.add(`${host}:80`); }",
    false,
  ],
  [
    "a template type of a union",
    "const hits = new Set<string>(); export function hit(host: `${'a' | 'b'}:80`) { hits.add(host); }",
    false,
  ],
  [
    "the names of an object's properties",
    `const table = { a: 1, b: 2 }; const hits = new Map<string, number>(); export function hit(id: keyof typeof table) { hits.set(id, 1); }`,
    false,
  ],
  [
    "a type parameter with a finite bound",
    `const hits = new Map<string, number>(); export function hit<Id extends "a" | "b">(id: Id) { hits.set(id, 1); }`,
    false,
  ],
  [
    "a property of a union type",
    `const hits = new Map<string, number>(); export function hit(job: { id: "a" | "b" }) { hits.set(job.id, 1); }`,
    false,
  ],
  [
    "a class as token",
    `type Class = new () => object; const made = new Map<Class, object>(); export function get(token: Class) { made.set(token, new token()); }`,
    false,
  ],
  [
    "a class or its name as token",
    `type Class = new () => object; const made = new Map<unknown, object>(); export function get(token: Class | string) { made.set(token, {}); }`,
    false,
  ],
  [
    "a function as key",
    `const made = new Map<() => void, number>(); export function count(target: () => void) { made.set(target, 1); }`,
    false,
  ],
  [
    "a text",
    `const hits = new Map<string, number>(); export function hit(userId: string) { hits.set(userId, 1); }`,
    true,
  ],
  [
    "a text of a kind of its own",
    `type UserId = string & { readonly kind: "user" }; const hits = new Map<UserId, number>(); export function hit(userId: UserId) { hits.set(userId, 1); }`,
    true,
  ],
  [
    "a union with a text in it",
    `const hits = new Map<unknown, number>(); export function hit(userId: "a" | number) { hits.set(userId, 1); }`,
    true,
  ],
  [
    "a type parameter without a bound",
    `const hits = new Map<unknown, number>(); export function hit<Id>(id: Id) { hits.set(id, 1); }`,
    true,
  ],
  ["any", `const hits = new Map<unknown, number>(); export function hit(id: any) { hits.set(id, 1); }`, true],
  [
    "an object of the program",
    `interface Socket { id: string } const open = new Set<Socket>(); export function accept(socket: Socket) { open.add(socket); }`,
    true,
  ],
];

const peers = peerFolder("types");
const rule = "sawtooth/no-unpruned-collection";
const nameIn = (message: string): string => /^'([^']+)'/.exec(message)?.[1] ?? message;

/** The names that the rule reports in each piece of code, by its place in the list. */
async function inEslint(
  codes: readonly string[],
  level: string,
  withTypes: boolean,
): Promise<readonly string[][]> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "package.json"), "{}");
  const compilerOptions = { strict: true, target: "es2022", module: "nodenext", types: [] };
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  for (const [at, code] of codes.entries()) writeFileSync(join(cwd, `${at}.ts`), `${code}\n`);
  const parser = createRequire(join(peers!, "package.json"))("@typescript-eslint/parser") as Linter.Parser;
  const parserOptions = withTypes ? { project: "./tsconfig.json", tsconfigRootDir: cwd } : {};
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["*.ts"],
        languageOptions: { parser, parserOptions },
        plugins: { sawtooth: plugin as never },
        rules: { [rule]: ["error", { level }] },
      },
    ],
  });
  const results = await eslint.lintFiles(["*.ts"]);
  return codes.map((_, at) => {
    const messages = results.find(({ filePath }) => filePath === join(cwd, `${at}.ts`))?.messages ?? [];
    return messages.map(({ message, fatal }) => (fatal ? `does not parse: ${message}` : nameIn(message)));
  });
}

describe.skipIf(peers === null)("with TypeScript's types", () => {
  test("keys are let be that have finitely many values by their type, or are classes or functions", async () => {
    const codes = typed.map(([, code]) => code);
    const [untyped, found] = [
      await inEslint(codes, "identity", false),
      await inEslint(codes, "identity", true),
    ];
    const silenced = typed.filter((_, at) => untyped[at]!.length > 0 && found[at]!.length === 0);
    expect(typed.filter((_, at) => found[at]!.length > 0).map(([name]) => name)).toEqual(
      typed.filter(([, , isReported]) => isReported).map(([name]) => name),
    );
    // Without types each would be reported: it is the type that tells.
    expect(silenced.map(([name]) => name)).toEqual(
      typed.filter(([, , isReported]) => !isReported).map(([name]) => name),
    );
  });

  test("every shape is judged as without them", async () => {
    const shapes = [...growing, ...bounded];
    const codes = shapes.map(({ code }) => code);
    const [sure, strict] = [await inEslint(codes, "identity", true), await inEslint(codes, "strict", true)];
    for (const [at, { name, ...shape }] of shapes.entries()) {
      expect(sure[at], name).toEqual(shape.reports);
      if (shape.strict !== undefined) expect(strict[at], name).toEqual(shape.strict);
    }
  });
});
