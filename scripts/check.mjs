/**
 * `npm run check`: everything that must hold before a commit lands; one line per step. `--no-tests` leaves the
 * tests out. The layer rules, the weight of the package and drift of its public types are tests.
 */
import { ready } from "./ready.mjs";
import { run, step } from "./step.mjs";
import { closingLine, runVitest } from "./vitest.mjs";

const tool =
  (name, command, ...args) =>
  () =>
    step(name, () => run(command, args));

async function tests() {
  const result = await runVitest([], { secondTry: true });
  return { ...result, note: closingLine(result) };
}

await ready();
// Two at a time: more would only take turns on a small machine.
const rounds = [
  [tool("format", "oxfmt", "--check"), tool("types", "tsc", "-b")],
  [tool("lint", "oxlint", "--type-aware"), tool("unused", "knip")],
  [tool("publint", "publint", "--strict"), tool("exports", "attw", "--pack", ".", "--profile", "esm-only")],
  process.argv.includes("--no-tests") ? [] : [() => step("tests", tests)],
];
let passed = true;
for (const round of rounds) {
  const results = await Promise.all(round.map((start) => start()));
  passed &&= results.every(Boolean);
}
process.exitCode = passed ? 0 : 1;
