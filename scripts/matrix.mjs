/**
 * Runs the tests on every supported Node major, then the planted and healthy programs with targets of every
 * major (`SAWTOOTH_NODES`), which is the slow part and therefore done once.
 *
 *     node scripts/matrix.mjs            every major but the one running this (`npm test` has done that one)
 *     node scripts/matrix.mjs 22 26      only these
 *     node scripts/matrix.mjs --spread   what CI has time for: what depends on Node on the newest major, and on one of
 *                                        those between; each planted or healthy program on one of them all; what
 *                                        must not harm a target on the first and the last of them
 */
import { parseArgs } from "node:util";
import { installNodes, majors, nodeBinary } from "./nodes.mjs";
import { ready } from "./ready.mjs";
import { step } from "./step.mjs";
import { closingLine, runVitest } from "./vitest.mjs";

const programSuites = ["test/e2e/planted.test.ts", "test/e2e/healthy.test.ts"];
const patientSuite = "test/e2e/patient.test.ts";

/** What they show does not depend on the Node they run on: `npm test` has run them. */
const sameOnEveryNode = [
  "test/build/**",
  "test/frozen/**",
  "test/e2e/go.test.ts",
  "test/parity/differential.test.ts",
  "test/agent/access.test.ts",
  "test/agent/bundled.test.ts",
  "test/e2e/recorder-faults.test.ts",
  "test/snapshot/devtools.test.ts",
];

/** Pure code and command lines, and what takes long and differs little: left out by `--spread`. */
const withoutNode = [
  "src/{profile,report,series,snapshot,verdict,face,lint,check,source}/**",
  "test/{parity,cli,docs,fuzz,lint,check}/**",
  "test/e2e/{pprof-pages,pprof-terminal,profile-in-browser}.test.ts",
  "test/heap/command.test.ts",
  "test/testing/{expect-no-leak,runners}.test.ts",
];

await ready();
const refusal = installNodes();
if (refusal) {
  console.error(`matrix: ${refusal}`);
  process.exit(2);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { spread: { type: "boolean" } },
});
const asked = positionals.map(Number);
const unknown = asked.filter((major) => !majors.includes(major));
if (unknown.length > 0) {
  console.error(`matrix: ${unknown.join(", ")} is not a tested major: choose from ${majors.join(", ")}`);
  process.exit(2);
}
const own = Number(process.versions.node.split(".")[0]);
const chosen = asked.length > 0 ? asked : majors.filter((major) => major !== own);

const total = { passed: 0, failed: 0, skipped: 0, secondTime: 0 };
async function suite(args, options) {
  const result = await runVitest(args, { ...options, secondTry: true });
  for (const key of Object.keys(total)) total[key] += result[key];
  return { ...result, note: closingLine(result) };
}

/** The share of the test files that a major between the oldest and the newest runs. */
function shardOf(major) {
  const between = chosen.slice(0, -1);
  return values.spread && between.includes(major)
    ? [`--shard=${between.indexOf(major) + 1}/${between.length}`]
    : [];
}

for (const major of chosen) {
  const leftOut = [...programSuites, patientSuite, ...sameOnEveryNode, ...(values.spread ? withoutNode : [])];
  const args = [...leftOut.map((file) => `--exclude=${file}`), ...shardOf(major)];
  await step(`node ${major}`, () => suite(args, { node: nodeBinary(major) }));
}
// Both wait most of the time, but each by itself: a machine of two cores that is overloaded starves the targets.
const targets = { SAWTOOTH_NODES: chosen.join(",") };
const spread = values.spread ? { SAWTOOTH_SPREAD: chosen.join(",") } : {};
await step("programs", () => suite(programSuites, { env: { ...targets, ...spread } }));
const patients = values.spread ? [chosen[0], chosen.at(-1)] : chosen;
await step("patient", () =>
  suite([patientSuite], { env: { SAWTOOTH_NODES: [...new Set(patients)].join(",") } }),
);
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
