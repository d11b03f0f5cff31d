import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { textForm } from "#face";
import { check as checkSource, sarifOf, writeBaseline, type CheckOptions, type Level } from "#check";
import { ProfileFormatError, type Profile } from "#profile";
import { readProfileBytes } from "./profile-bytes.ts";
import { renderCheck } from "./render-check.ts";
import { SourceError } from "./source-error.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

const usage = `sawtooth check [PATHS] [options]

PATHS   files and folders of JavaScript or TypeScript, or with --go of Go  (.)

Options
  --go                    check Go packages
  --level LEVEL           identity: keys of which there is no end; strict: any key; pedantic: also
                          registrations and names  (identity)
  --profile FILE          a heap profile, best a difference of two: lines that also grow come first
  --baseline FILE         let the problems that this file lists be
  --write-baseline FILE   list all problems in this file and exit with 0
  --json                  print the problems as JSON
  --sarif                 print them as SARIF 2.1.0

JavaScript and TypeScript are parsed by oxlint, Go by web-tree-sitter and tree-sitter-go: npm i -D what you need.
The same rules run in ESLint and oxlint: docs/lint.md.

Exit code: 0 no problems, 1 problems, 2 nothing could be checked.
`;

const LEVELS: readonly string[] = ["identity", "strict", "pedantic"];
const MOST_PROFILE_BYTES = 2 ** 30;
/** Files that are named of those that could not be parsed. */
const MOST_UNREAD = 5;

interface Asked extends Omit<CheckOptions, "profile"> {
  readonly profile: string | null;
  readonly writeTo: string | null;
  readonly form: "text" | "json" | "sarif";
}

/** `sawtooth check`: prints what will grow for ever, and returns 1 when there is any. */
export async function check(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const asked = parse(args);
  const result = await checkSource({ ...asked, profile: await readGiven(asked.profile) });
  for (const file of result.unread.slice(0, MOST_UNREAD))
    process.stderr.write(`sawtooth: not checked: ${file}\n`);
  const more = result.unread.length - MOST_UNREAD;
  if (more > 0) process.stderr.write(`sawtooth: not checked: ${more} more\n`);
  if (asked.writeTo !== null) {
    writeBaseline(result.problems, asked.writeTo);
    process.stderr.write(`sawtooth: ${asked.writeTo} lists ${result.problems.length} problems\n`);
    return 0;
  }
  const text =
    asked.form === "text"
      ? renderCheck(result, textForm(process.stdout, process.env))
      : `${JSON.stringify(asked.form === "json" ? { version: 1, ...result } : sarifOf(result.problems, version()), null, 2)}\n`;
  process.stdout.write(text);
  return result.problems.length > 0 ? 1 : 0;
}

function parse(args: readonly string[]): Asked {
  const { values, positionals } = readOptions(args);
  const { level = "identity", go = false, json = false, sarif = false } = values;
  if (!LEVELS.includes(level))
    throw new UsageError(`--level ${level} is none: choose from ${LEVELS.join(", ")}`);
  if (json && sarif) throw new UsageError("--json and --sarif are two forms of output: choose one");
  return {
    paths: positionals.length === 0 ? ["."] : positionals,
    cwd: process.cwd(),
    language: go ? "go" : "javascript",
    level: level as Level,
    baseline: values.baseline ?? null,
    profile: values.profile ?? null,
    writeTo: values["write-baseline"] ?? null,
    form: json ? "json" : sarif ? "sarif" : "text",
  };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        go: { type: "boolean" },
        level: { type: "string" },
        profile: { type: "string" },
        baseline: { type: "string" },
        "write-baseline": { type: "string" },
        json: { type: "boolean" },
        sarif: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}: see 'sawtooth check --help'`);
  }
}

async function readGiven(path: string | null): Promise<Profile | null> {
  if (path === null) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new SourceError(
      `${path} cannot be read: name a heap profile, such as the output of 'sawtooth pprof -proto'`,
    );
  }
  try {
    return await readProfileBytes(bytes, MOST_PROFILE_BYTES);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new SourceError(`${path}: ${error.message}`, { cause: error });
  }
}
