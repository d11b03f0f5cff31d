import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { planted, type Planted } from "../programs/planted.ts";
import { judge, type Judgement } from "./judgement.ts";
import { root, shareOf, targetNodes, type NodeBinary } from "./nodes.ts";
import { findInProgram, severalAtATime, type ProgramRun } from "./program-run.ts";
import { tableOf } from "./results-table.ts";

const folder = join(root, "test", "programs", "planted");
const AT_A_TIME = 4;
const LIMIT_MS = 900_000;
const NAMED_SHARE = 0.95;

/** Only programs whose path matches this, to look at a few. */
const wanted = new RegExp(process.env["SAWTOOTH_PROGRAMS"] ?? "", "u");

interface Outcome {
  readonly truth: Planted;
  readonly run: ProgramRun;
  readonly judgement: Judgement;
}

for (const node of targetNodes()) {
  if (node.file === null) {
    test.skip(`planted leaks on Node ${node.major}: no such node in .nodes, run scripts/nodes.mjs`);
  } else {
    describe(`planted leaks on Node ${node.major}`, () => suite(node));
  }
}

function suite(node: NodeBinary): void {
  const able = planted.filter(
    ({ program, sinceNode = 0 }) => wanted.test(program) && node.major >= sinceNode,
  );
  const programs = shareOf(able, node.major);
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    compileTypeScript();
    await severalAtATime(programs, AT_A_TIME, async (truth) => {
      const run = await findInProgram(node.file, join(folder, truth.program), truth.nodeArguments);
      outcomes.set(truth.program, { truth, run, judgement: judge(run.finding, truth) });
    });
    console.log(`\n${report(node, [...outcomes.values()])}\n`);
  }, LIMIT_MS);

  test.for(programs.map(({ program }) => program))("%s is not named wrong", (program) => {
    const { judgement, run } = outcomes.get(program)!;
    expect.soft(judgement.holder, judgement.said).not.toBe("wrong");
    expect.soft(judgement.site, judgement.said).not.toBe("wrong");
    expect(run.exitCode, run.stderr).toBe(run.finding?.leaks.length === 0 ? 0 : 1);
  });

  test("at least 95 % of the leaks within reach are named, and the line that adds where it can be seen", () => {
    const within = [...outcomes.values()].filter(({ truth }) => truth.expect === "named");
    const named = within.filter(({ truth, judgement }) => {
      return judgement.holder === "right" && (judgement.site === "right" || truth.site === "may be unknown");
    });
    expect(named.length / Math.max(1, within.length)).toBeGreaterThanOrEqual(NAMED_SHARE);
  });
}

function compileTypeScript(): void {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const project = join(folder, "typescript-compiled");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
  if (status !== 0) throw new Error(`typescript-compiled does not compile: ${stdout}${stderr}`);
}

function report({ major }: NodeBinary, outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ truth, run, judgement }) => [
    truth.program,
    `${major}`,
    judgement.holder,
    judgement.site,
    run.seconds.toFixed(1),
    isPerfect(truth, judgement) ? "" : explained(truth, run, judgement),
  ]);
  return tableOf(["program", "node", "holder", "site", "seconds", "said"], rows);
}

function isPerfect(truth: Planted, { holder, site }: Judgement): boolean {
  return truth.expect === "named" && holder === "right" && site === "right";
}

function explained(truth: Planted, { finding, stderr }: ProgramRun, { said }: Judgement): string {
  const problem = finding === null ? ` ${stderr.trim().split("\n").at(-1)}` : "";
  return `${truth.expect === "named" ? "" : `(${truth.expect}) `}${said}${problem}`;
}
