/**
 * `sawtooth find` as a detector of the leak bench: starts the case named by LEAKBENCH_CASE and LEAKBENCH_VARIANT, looks
 * at it for LEAKBENCH_DURATION_S seconds and prints one line, `{"leaks":[{"name","frame","line","kind"}]}`.
 *
 *     node run.mjs score --detector 'node --import tsx bench/leaks/answer.ts' --duration 20
 *         --with find          or diff (two snapshots), or one of the peers: slope, pprof, memlab
 */
import { parseArgs } from "node:util";
import { readCase, type Variant } from "./case.ts";
import { detectorsWith } from "./detectors.ts";

const { values: flags } = parseArgs({ options: { with: { type: "string", default: "find" } } });
const { LEAKBENCH_CASE, LEAKBENCH_VARIANT, LEAKBENCH_DURATION_S = "20" } = process.env;
const detectors = detectorsWith();
const detector = detectors[flags.with];
if (LEAKBENCH_CASE === undefined || LEAKBENCH_VARIANT === undefined || detector === undefined) {
  console.error(
    `answer: set LEAKBENCH_CASE and LEAKBENCH_VARIANT, and choose --with ${Object.keys(detectors).join(", ")}`,
  );
  process.exit(2);
}
const { leaks } = await detector({
  leakCase: readCase(LEAKBENCH_CASE),
  variant: LEAKBENCH_VARIANT as Variant,
  seconds: Number(LEAKBENCH_DURATION_S),
  node: process.execPath,
  onRestart: (reason) => console.error(`started again: ${reason}`),
});
console.log(JSON.stringify({ leaks }));
