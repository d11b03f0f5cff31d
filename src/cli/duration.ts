import { UsageError } from "./usage-error.ts";

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds in `30s`, `1.5m`, `500ms` or `2h`. */
export function parseDuration(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined)
    throw new UsageError(`${option} ${text} is no duration: give a number with ms, s, m or h, such as 30s`);
  return Number(number) * unitMs[unit as keyof typeof unitMs];
}
