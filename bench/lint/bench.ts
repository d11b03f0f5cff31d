/**
 * The rule on published packages: which known leaks it finds, how many reports a thousand lines get, and how many
 * of the collections that authors do prune it would have reported had they forgotten to (mutation recall).
 *
 *     npm run bench -- lint               all packages (fetched from npm once, about 30 MB)
 *         --only fastify,ws               some
 *         --level strict                  reports of another level
 *         --corpus unseen                 packages that no rule was made with; tried: those it was mended with
 *         --list                          every report, to judge by hand
 *         --go FOLDER                     mutation recall in the Go packages below a folder instead, such as $(go env GOROOT)/src
 */
import { parseArgs } from "node:util";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Linter } from "eslint";
import type { CheckResult } from "../../src/check/index.ts";
import type { Candidate } from "../../src/lint/candidate.ts";
import { fieldCandidates } from "../../src/lint/field-candidates.ts";
import { growthOf } from "../../src/lint/growth.ts";
import type { RuleContext } from "../../src/lint/rule-context.ts";
import type { ClassNode, MemberExpression, ObjectExpression } from "../../src/lint/syntax.ts";
import { variableCandidates } from "../../src/lint/variable-candidates.ts";
import { filesOf, folderOf, type PackageFile } from "./fetch.ts";
import { goRecall, type Recall } from "./go-recall.ts";
import { packages, tried, unseen } from "./packages.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    level: { type: "string", default: "identity" },
    corpus: { type: "string", default: "packages" },
    list: { type: "boolean", default: false },
    go: { type: "string" },
  },
});

const root = tmpdir();

/** Collections that authors prune, by where they are held, and how many of them would be reported without. */
const pruned = new Map<string, { all: number; found: number }>();

/** Not a rule that reports: it looks at what is pruned, and asks what if it were not. */
const mutation = {
  create: ({ sourceCode }: RuleContext) => {
    const classes: ClassNode[] = [];
    const members: MemberExpression[] = [];
    const patterns: ObjectExpression[] = [];
    return {
      ClassDeclaration: (node: ClassNode) => void classes.push(node),
      ClassExpression: (node: ClassNode) => void classes.push(node),
      MemberExpression: (node: MemberExpression) => void members.push(node),
      ObjectPattern: (node: ObjectExpression) => void patterns.push(node),
      "Program:exit": () => {
        const all = [
          ...variableCandidates(sourceCode),
          ...fieldCandidates(sourceCode, { classes, members, patterns }),
        ];
        for (const candidate of all) if (candidate.kind !== "Array") count(candidate, sourceCode);
      },
    };
  },
};

function count(candidate: Candidate, sourceCode: RuleContext["sourceCode"]): void {
  const { uses, scope } = candidate;
  if (uses.prunes === 0 || uses.inserts.length === 0) return;
  const where = scope.startsWith("closure") ? "closure" : scope;
  const entry = pruned.get(where) ?? { all: 0, found: 0 };
  pruned.set(where, entry);
  entry.all++;
  if (growthOf(sourceCode, { ...candidate, uses: { ...uses, prunes: 0, guards: 0 } }) !== null) entry.found++;
  else if (flags.list) console.log(`not found without its prunes: ${candidate.name} (${scope})`);
}

/** Counts what is pruned in a JavaScript file; false when it does not parse. */
function mutate({ text }: PackageFile): boolean {
  return (["commonjs", "module"] as const).some((sourceType) => {
    const messages = new Linter({ cwd: root }).verify(text, {
      languageOptions: { ecmaVersion: "latest", sourceType },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
      plugins: { bench: { rules: { mutation } } as never },
      rules: { "bench/mutation": "error" },
    });
    return !messages.some(({ fatal }) => fatal);
  });
}

/** What `sawtooth check` says of files. */
function check(paths: readonly string[], cwd: string): CheckResult {
  const cli = join(import.meta.dirname, "../../dist/cli/bin.js");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "check", "--json", "--level", flags.level, ...paths],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return JSON.parse(stdout) as CheckResult;
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function onPackages(): void {
  const corpus = { packages, tried, unseen }[flags.corpus];
  if (corpus === undefined) throw new Error(`no corpus ${flags.corpus}: packages, tried or unseen`);
  const wanted = flags.only?.split(",") ?? Object.keys(corpus);
  const started = process.cpuUsage();
  const rows: string[][] = [];
  const total = { files: 0, lines: 0, reports: 0, known: 0, found: 0 };
  for (const name of wanted) {
    const { version, leaks = [] } = corpus[name]!;
    const folder = folderOf(name, version);
    const files = filesOf(folder);
    const paths = files.map(({ path }) => path);
    const { problems } = check(paths, folder);
    const reports = problems.filter(({ rule }) => rule === "no-unpruned-collection");
    for (const file of files) if (file.path.endsWith("js")) mutate(file);
    const lines = files.reduce((sum, { text }) => sum + text.split("\n").length, 0);
    const found = leaks.filter((leak) => reports.some(({ subject }) => subject?.endsWith(leak)));
    total.files += files.length;
    total.lines += lines;
    total.reports += reports.length;
    total.known += leaks.length;
    total.found += found.length;
    rows.push([
      name,
      `${files.length}`,
      (lines / 1000).toFixed(1),
      `${reports.length}`,
      leaks.map((leak) => `${found.includes(leak) ? "found" : "missed"} ${leak}`).join(", "),
    ]);
    if (!flags.list) continue;
    for (const { file, line: at, message } of reports)
      console.log(`${name} ${file}:${at} ${message.split(", and nothing")[0]}`);
  }
  const { user, system } = process.cpuUsage(started);

  console.log(
    [
      line(["package", "files", "kLOC", "reports", "known leaks"]),
      line(["---", "---", "---", "---", "---"]),
      ...rows.map(line),
    ].join("\n"),
  );
  console.log(
    `\n${total.files} files, ${Math.round(total.lines / 1000)} kLOC, ${total.reports} reports at level ${flags.level}: one per ${(total.lines / 1000 / Math.max(1, total.reports)).toFixed(0)} kLOC. Known leaks found: ${total.found} of ${total.known}. ${((user + system) / 1e6).toFixed(1)} s CPU.`,
  );
  sayRecall(pruned);
}

async function onGo(folder: string): Promise<void> {
  const { recall, files, lines } = await goRecall(folder, (words) => {
    if (flags.list) console.log(`not found without its prunes: ${words}`);
  });
  console.log(`${files} Go files, ${Math.round(lines / 1000)} kLOC below ${folder}`);
  sayRecall(recall);
}

function sayRecall(recall: Recall): void {
  console.log("\nCollections that are pruned, and reported (at any level) had they not been:");
  for (const [place, { all, found }] of [...recall].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${place.padEnd(44)} ${found} of ${all}, ${Math.round((100 * found) / all)} %`);
}

if (flags.go === undefined) onPackages();
else await onGo(flags.go);
