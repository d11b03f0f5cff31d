import { renderFinding } from "#face";
import type { Finding } from "#verdict";
import type { CountGrowth } from "./growth-count.ts";
import type { LeakCheck } from "./leak-check.ts";

const WIDTH = 100;

/** A scenario leaves something behind each time it runs. The message says what, and where that is known who holds it. */
export class LeakError extends Error {
  override readonly name = "LeakError";
  readonly code = "leak";
  readonly check: LeakCheck;
  /** Holder, line and remedy, as `sawtooth find` gives them; null when only counts are known. */
  readonly finding: Finding | null;

  constructor(check: LeakCheck, finding: Finding | null) {
    super(messageOf(check, finding));
    this.check = check;
    this.finding = finding;
  }
}

function messageOf({ iterations, bytes, growth }: LeakCheck, finding: Finding | null): string {
  const [first] = growth;
  const size = `${rounded(bytes.middle)} B per iteration (99 %: ${rounded(bytes.low)} to ${rounded(bytes.high)})`;
  const head =
    first === undefined
      ? `something grows by ${size} in ${iterations} iterations`
      : `${described(first)} in ${iterations} iterations, ${size}`;
  const counts = growth.slice(1).map((one) => `  and ${described(one)}`);
  const who = finding === null ? [] : ["", renderFinding(finding, { width: WIDTH, colour: false }).trimEnd()];
  return [`leak: ${head}`, ...counts, ...who].join("\n");
}

function described({ what, name, perIteration, count, newest }: CountGrowth): string {
  const rate = perIteration.toFixed(2);
  if (what === "class") return `${rate} more of class ${name} each`;
  return `a ${name} of ${count} entries gains ${rate} each${newest === null ? "" : ` (newest: ${newest})`}`;
}

function rounded(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(1) : String(Math.round(value));
}
