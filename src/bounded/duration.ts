import { BoundedError } from "./bounded-error.ts";

/** A length of time: milliseconds, or a number with its unit, such as `"30m"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestMs = 4 * 365 * unitMs.d;

/** Milliseconds of a duration; `option` is what the caller knows it by. */
export function readDuration(duration: Duration, option: string): number {
  const ms = typeof duration === "number" ? duration : parse(duration);
  if (ms > 0 && ms <= longestMs) return ms;
  throw new BoundedError(
    "bad-duration",
    `${option} is ${shown(duration)}: give milliseconds of more than 0, or a text such as "30m" (ms, s, m, h, d)`,
  );
}

/** The same for one entry, which may be told to have no limit of its own: Infinity is 0 here. */
export function readEntryDuration(duration: Duration, option: string): number {
  return duration === Infinity ? 0 : readDuration(duration, option);
}

function parse(text: unknown): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(text)) ?? [];
  return number === undefined || unit === undefined
    ? NaN
    : Number(number) * unitMs[unit as keyof typeof unitMs];
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
