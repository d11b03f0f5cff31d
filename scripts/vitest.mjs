/** One vitest run in a process of its own, and what it counted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./step.mjs";

/**
 * Runs vitest on the given `node` binary. `show` passes its report on as it runs. A run that broke before
 * it could test anything counts as one failure, so that no run passes by testing nothing.
 */
export async function runVitest(args, { node = process.execPath, env = {}, show = false } = {}) {
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
    return { code, output: `${failures(file)}${output}`, seconds, ...counts(file, code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counts(file, code) {
  let report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (code === 0) throw new Error(`vitest passed but left no report: ${error.message}`, { cause: error });
  }
  const failed = code === 0 ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

/** What failed, a few lines each: the beginning of a log is what is always read. */
function failures(file) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, "utf8"));
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `× ${fullName}\n${failureMessages.join("\n").slice(0, 1500)}\n`)
      .join("");
  } catch {
    return ""; // Left no report, which the counts tell.
  }
}

/** The plain closing line, the same for every runner. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
