import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/lint/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { runOxlint } from "./run-oxlint.ts";
import { bounded, growing, type Shape } from "./shapes.ts";

/** No other file of a project has anything to say. */
const empty = temporaryFolder();
const shapes = [...growing, ...bounded];
const rule = "sawtooth/no-unpruned-collection";
const nameIn = (message: string): string => /^'([^']+)'/.exec(message)?.[1] ?? message;

/** What oxlint reports of every shape, all of them in one run. */
function inOxlint(level: string): ReadonlyMap<string, readonly string[]> {
  const file = (index: number): string => `shape-${index}.ts`;
  const files = Object.fromEntries(shapes.map(({ code }, index) => [file(index), `${code}\n`]));
  const problems = runOxlint(temporaryFolder(), files, { [rule]: ["error", { level }] });
  return new Map(
    shapes.map(({ name }, index) => [
      name,
      problems.filter((problem) => problem.file === file(index)).map(({ message }) => nameIn(message)),
    ]),
  );
}

function inEslint({ code }: Shape, level: string): readonly string[] {
  const sourceType = /\b(?:import|export) [\w{]/.test(code) ? "module" : "commonjs";
  const messages = new Linter({ cwd: empty }).verify(code, {
    languageOptions: { ecmaVersion: 2024, sourceType },
    plugins: { sawtooth: plugin as never },
    rules: { [rule]: ["error", { level }] },
  });
  return messages.map(({ message, fatal }) => (fatal ? `does not parse: ${message}` : nameIn(message)));
}

describe("in oxlint", () => {
  const found = { identity: inOxlint("identity"), strict: inOxlint("strict") };
  test.for(shapes.map((shape) => [shape.name, shape] as const))("%s", ([name, { reports, strict }]) => {
    expect(found.identity.get(name)).toEqual(reports);
    if (strict !== undefined) expect(found.strict.get(name)).toEqual(strict);
  });
});

describe("in ESLint", () => {
  const readable = shapes.filter(({ typescript }) => typescript !== true);
  test.for(readable.map((shape) => [shape.name, shape] as const))("%s", ([, shape]) => {
    expect(inEslint(shape, "identity")).toEqual(shape.reports);
    if (shape.strict !== undefined) expect(inEslint(shape, "strict")).toEqual(shape.strict);
  });
});
