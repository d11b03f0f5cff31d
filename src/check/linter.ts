import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckError } from "./check-error.ts";
import { problemOf, type CheckResult, type Problem } from "./problem.ts";

/** How sure a report has to be; as the rule's option `level`. */
export type Level = "identity" | "strict" | "pedantic";

const PLUGIN = fileURLToPath(new URL("../lint/index.js", import.meta.url));
const MOST_OUTPUT = 256 * 2 ** 20;

/** What the rules say of files, and which they could not be run over. */
export type Checked = Pick<CheckResult, "problems" | "files" | "unread">;

/**
 * Runs our rules over JavaScript and TypeScript files with the oxlint of the project, or the one beside us: it parses
 * both, needs no configuration, and does not mind what else the project lints.
 */
export function checkScripts(paths: readonly string[], level: Level, cwd: string): Checked {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-check-"));
  try {
    const config = join(folder, "oxlintrc.json");
    writeFileSync(config, JSON.stringify(configOf(level)));
    const { stdout, stderr, error } = spawnSync(
      process.execPath,
      [
        oxlint(cwd),
        "--config",
        config,
        "--disable-nested-config",
        ...leftOut(paths),
        "--format",
        "json",
        ...paths,
      ],
      { cwd, encoding: "utf8", maxBuffer: MOST_OUTPUT },
    );
    if (error !== undefined) throw error;
    return read(stdout, stderr, cwd);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is installed is not the project's own, also where no .gitignore says so; unless it is asked for by name. */
function leftOut(paths: readonly string[]): string[] {
  return paths.some((path) => /(?:^|[\\/])node_modules(?:$|[\\/])/.test(path))
    ? []
    : ["--ignore-pattern", "node_modules"];
}

function configOf(level: Level): object {
  return {
    plugins: [],
    jsPlugins: [PLUGIN],
    categories: { correctness: "off" },
    rules: {
      "sawtooth/no-unpruned-collection": ["error", { level }],
      "sawtooth/no-first-key-eviction": "error",
      "sawtooth/require-listener-removal": ["error", { level: level === "identity" ? level : "strict" }],
    },
  };
}

function oxlint(cwd: string): string {
  for (const from of [join(cwd, "package.json"), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve("oxlint/package.json")), "bin", "oxlint");
    } catch {
      // Not there: the next place is asked.
    }
  }
  throw new CheckError(
    "JavaScript and TypeScript are parsed by oxlint, which is not installed here: npm i -D oxlint (or use the rules in ESLint, see docs/lint.md)",
  );
}

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code?: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }[];
}

function read(stdout: string, stderr: string, cwd: string): Checked {
  let report: Report;
  try {
    report = JSON.parse(stdout) as Report;
  } catch {
    const said = `${stdout}${stderr}`.trim().split("\n")[0] ?? "";
    throw new CheckError(
      `oxlint could not run${said === "" ? "" : ` (${said})`}: check that it is version 1.30 or later`,
    );
  }
  const problems: Problem[] = [];
  const unread = new Map<string, string>();
  for (const { message, code, filename, labels } of report.diagnostics) {
    const { line = 1, column = 1 } = labels[0]?.span ?? {};
    const file = relative(cwd, resolve(cwd, filename)).replaceAll("\\", "/");
    const rule = /^sawtooth\((.+)\)$/.exec(code ?? "")?.[1];
    if (rule !== undefined) problems.push(problemOf({ rule, file, line, column }, message));
    // Without a code it is the parser that speaks; the first thing it says of a file is enough.
    else if (code === undefined && !unread.has(file))
      unread.set(file, `${file}:${line}:${column}: ${message.split("\n")[0]!}`);
  }
  const files = report.number_of_files - unread.size;
  if (files <= 0 && unread.size > 0)
    throw new CheckError(`nothing could be parsed: ${[...unread.values()][0]!}`);
  return { problems, files, unread: [...unread.values()] };
}
