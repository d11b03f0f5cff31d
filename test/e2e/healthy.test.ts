import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { saidOf } from "./judgement.ts";
import { root, shareOf, targetNodes, type NodeBinary } from "./nodes.ts";
import { findInProgram, severalAtATime, type ProgramRun } from "./program-run.ts";
import { tableOf } from "./results-table.ts";

const folder = join(root, "test", "programs", "healthy");
const AT_A_TIME = 3;
const LIMIT_MS = 900_000;

/** Only programs whose path matches this, to look at a few. */
const wanted = new RegExp(process.env["SAWTOOTH_PROGRAMS"] ?? "", "u");
const all = readdirSync(folder).filter((name) => /\.[mc]js$/.test(name) && wanted.test(name));

for (const node of targetNodes()) {
  if (node.file === null) {
    test.skip(`healthy programs on Node ${node.major}: no such node in .nodes, run scripts/nodes.mjs`);
  } else {
    describe(`healthy programs on Node ${node.major}`, () => suite(node));
  }
}

function suite(node: NodeBinary): void {
  const programs = shareOf(all, node.major);
  const runs = new Map<string, ProgramRun>();

  beforeAll(async () => {
    await severalAtATime(programs, AT_A_TIME, async (program) => {
      runs.set(program, await findInProgram(node.file, join(folder, program)));
    });
    console.log(`\n${report(node, runs)}\n`);
  }, LIMIT_MS);

  test.for(programs)("%s has no finding", (program) => {
    const run = runs.get(program)!;
    expect(run.finding, run.stderr).not.toBeNull();
    expect(run.finding!.leaks.map(saidOf)).toEqual([]);
    expect(run.exitCode, run.finding!.unexplained?.meaning).toBe(0);
  });
}

function report({ major }: NodeBinary, runs: ReadonlyMap<string, ProgramRun>): string {
  const rows = [...runs].map(([program, { finding, seconds, stderr }]) => [
    program,
    `${major}`,
    finding === null ? "no answer" : finding.leaks.length === 0 ? "healthy" : "LEAK",
    seconds.toFixed(1),
    finding === null
      ? (stderr.trim().split("\n").at(-1) ?? "")
      : [
          ...finding.leaks.map(saidOf),
          ...(finding.unexplained ? [`unexplained: ${finding.unexplained.meaning}`] : []),
        ].join("; "),
  ]);
  return tableOf(["program", "node", "answer", "seconds", "said"], rows);
}
