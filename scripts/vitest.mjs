/** One vitest run in a process of its own, and what it counted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./step.mjs";

/**
 * Runs vitest on the given `node` binary. `show` passes its report on as it runs. A run that broke before
 * it could test anything counts as one failure, so that no run passes by testing nothing.
 *
 * With `secondTry` a few failed tests are run again, by themselves, as most have to do with processes and time, and a
 * machine may stumble: what fails then has failed; what passes then is told on the closing line.
 */
export async function runVitest(args, options = {}) {
  const first = await vitestOnce(args, options);
  const files = first.failedFiles;
  if (!options.secondTry || files.length === 0 || first.failed > MOST_BY_CHANCE) return first;
  const again = await vitestOnce([...files, "--testNamePattern", anyOf(first.failedTests)], options);
  if (again.code !== 0 || again.passed < first.failed)
    return { ...first, output: `${first.output}\n== a second time\n${again.output}` };
  console.log(`failed, and passed the second time, by itself:\n${first.failures.trimEnd()}`);
  return { ...first, code: 0, passed: first.passed + first.failed, failed: 0, secondTime: first.failed };
}

/** More than these are no chance. */
const MOST_BY_CHANCE = 3;

function anyOf(names) {
  return names.map((name) => `^${name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")}$`).join("|");
}

async function vitestOnce(args, { node = process.execPath, env = {}, show = false }) {
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-vitest-"));
  const file = join(folder, "report.json");
  try {
    const { code, output, seconds } = await run(
      node,
      [
        join(root, "node_modules/vitest/vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
        ...args,
      ],
      { env, show },
    );
    const report = readReport(file, code);
    const failures = failuresOf(report);
    return {
      code,
      output: `${failures}${output}`,
      seconds,
      failures,
      failedFiles: failedAmong(report.testResults).map(({ name }) => name),
      failedTests: failedTestsOf(report).map(({ fullName }) => fullName),
      passed: report.numPassedTests,
      failed: code === 0 ? report.numFailedTests : Math.max(1, report.numFailedTests),
      skipped: report.numPendingTests + report.numTodoTests,
      secondTime: 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file, code) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (code === 0) throw new Error(`vitest passed but left no report: ${error.message}`, { cause: error });
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

function failedTestsOf({ testResults }) {
  return failedAmong(testResults.flatMap(({ assertionResults }) => assertionResults));
}

function failedAmong(tests) {
  return tests.filter(({ status }) => status === "failed");
}

/** What failed, a few lines each: the beginning of a log is what is always read. */
function failuresOf(report) {
  return failedTestsOf(report)
    .map(({ fullName, failureMessages }) => `× ${fullName}\n${failureMessages.join("\n").slice(0, 1500)}\n`)
    .join("");
}

/** The plain closing line, the same for every runner. */
export function closingLine({ passed, failed, skipped, secondTime }) {
  const line = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return secondTime > 0 ? `${line}; ${secondTime} passed only when run a second time` : line;
}
