/** Runs one scenario in a process of its own, by one method, and prints what it found as a line of JSON. */
import { checkForLeak } from "../../src/testing/leak-check.ts";
import { LeakError } from "../../src/testing/leak-error.ts";
import { randomNumbers } from "../../src/series/random.ts";
import { growsInUse, leakageGrows } from "./others.ts";
import { clean, leaking } from "./scenarios.ts";

const [, , method = "", name = "", seed = "1"] = process.argv;
const make = leaking[name]?.make ?? clean[name];
if (!make) throw new Error(`no scenario "${name}"`);
const scenario = make(randomNumbers(Number(seed)));
const started = process.cpuUsage();
let leaks = false;
let said = "";
if (method === "sawtooth") {
  const check = await checkForLeak(scenario, {});
  leaks = check.leaks;
  if (leaks) said = new LeakError(check, null).message;
} else leaks = await (method === "heapUsed" ? growsInUse(scenario) : leakageGrows(scenario));
const { user, system } = process.cpuUsage(started);
process.stdout.write(`${JSON.stringify({ leaks, said, cpuMs: (user + system) / 1000 })}\n`, () =>
  process.exit(0),
);
