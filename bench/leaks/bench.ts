/**
 * How often the answer is right on real leaks: published packages and services, each leaking and mended, and healthy
 * controls, as a leak bench holds them (`cases/<id>/server.mjs`, `truth.json`, dependencies installed).
 *
 *     npm run bench -- leaks --cases DIR       every case: about 20 minutes a detector
 *         --seconds 20                  how long each case serves
 *         --only xstate-registry,service   ids, groups or kinds
 *         --with find,diff,slope,pprof,memlab  the detectors
 *         --variant leaky               one variant only
 *         --jobs 2                      cases at a time
 *         --node PATH                   the Node binary the cases run on
 *         --command PATH                another build of sawtooth
 *         --keep FILE                   add the runs to a file, one JSON line each, and score all that are in it
 *         --write                       put the table into bench/RESULTS.md
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeResults } from "../find/results.ts";
import { readCases, variantsOf, type LeakCase, type Variant } from "./case.ts";
import { detectorsWith } from "./detectors.ts";
import { outcomeOf, type Run } from "./score.ts";
import { caseTable, scoreTable } from "./table.ts";

const { values: flags } = parseArgs({
  options: {
    cases: { type: "string" },
    seconds: { type: "string", default: "20" },
    only: { type: "string", default: "" },
    with: { type: "string", default: "find" },
    variant: { type: "string" },
    jobs: { type: "string", default: "2" },
    node: { type: "string", default: process.execPath },
    command: { type: "string" },
    keep: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
if (flags.cases === undefined) {
  console.error("leaks: name the folder of a leak bench: --cases DIR");
  process.exit(2);
}
const seconds = Number(flags.seconds);
const node = resolve(flags.node);
const detectors = detectorsWith(flags.command);
const names = flags.with.split(",");
const unknown = names.find((name) => detectors[name] === undefined);
if (unknown !== undefined) {
  console.error(`leaks: there is no detector ${unknown}: choose from ${Object.keys(detectors).join(", ")}`);
  process.exit(2);
}

async function runOnce(name: string, leakCase: LeakCase, variant: Variant): Promise<Run> {
  const restarts: string[] = [];
  const start = performance.now();
  const answer = await detectors[name]!({
    leakCase,
    variant,
    seconds,
    node,
    onRestart: (reason) => restarts.push(reason),
  });
  const extraSeconds = (performance.now() - start) / 1000 - seconds;
  const run: Run = { detector: name, leakCase, variant, answer, extraSeconds, restarts };
  const said = answer.leaks
    .map((leak) => `${leak.name ?? "?"} @ ${leak.frame ?? "?"}:${leak.line ?? "?"}`)
    .join(" | ");
  console.log(
    `${name.padEnd(7)}${leakCase.id.padEnd(30)}${variant.padEnd(8)}${outcomeOf(run).padEnd(12)}${said}` +
      (restarts.length > 0 ? `   (started ${restarts.length + 1} times: ${restarts.join("; ")})` : ""),
  );
  return run;
}

const wanted = flags.only === "" ? [] : flags.only.split(",");
const work = readCases(resolve(flags.cases), wanted).flatMap((leakCase) =>
  variantsOf(leakCase)
    .filter((variant) => flags.variant === undefined || variant === flags.variant)
    .flatMap((variant) => names.map((name) => [name, leakCase, variant] as const)),
);
const { keep } = flags;
const runs: Run[] =
  keep === undefined || !existsSync(keep)
    ? []
    : readFileSync(keep, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Run);
await Promise.all(
  Array.from({ length: Number(flags.jobs) }, async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      try {
        const run = await runOnce(...next);
        runs.push(run);
        if (keep !== undefined) appendFileSync(keep, `${JSON.stringify(run)}\n`);
      } catch (error) {
        console.log(
          `${next[0].padEnd(7)}${next[1].id.padEnd(30)}${next[2].padEnd(8)}FAILED      ${String(error)}`,
        );
        process.exitCode = 1;
      }
    }
  }),
);
const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
const machine = `Node ${version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${seconds} s a case`;
const tables = `${machine}\n\n${scoreTable(runs)}\n\n${caseTable(runs)}`;
console.log(`\n${tables}`);
if (flags.write) writeResults("leaks", tables);
