/** A moment in the local time zone, in parts. */
interface LocalTime {
  readonly date: Date;
  readonly zone: string;
}

/** `Nov 22, 2026 at 7:29am (UTC)`: how pprof wrote times until 2024; nanoseconds since 1970. */
export function shortTime(nanos: bigint): string {
  const { date, zone } = localTime(nanos);
  const hour = date.getHours();
  const minute = String(date.getMinutes()).padStart(2, "0");
  const clock = `${hour % 12 || 12}:${minute}${hour < 12 ? "am" : "pm"}`;
  return `${MONTHS[date.getMonth()]!} ${date.getDate()}, ${date.getFullYear()} at ${clock} (${zone})`;
}

/** `2026-11-22 07:30:02.513581968 +0000 UTC`: a time as Go prints it, to the nanosecond. */
export function exactTime(nanos: bigint): string {
  const { date, zone } = localTime(nanos);
  const fraction = BigInt.asUintN(64, ((nanos % SECOND) + SECOND) % SECOND);
  const digits = fraction === 0n ? "" : `.${String(fraction).padStart(9, "0").replace(/0+$/u, "")}`;
  return `${day(date)} ${seconds(date)}${digits} ${offset(date)} ${zone}`;
}

/** A span as Go prints it: `1h2m3.5s`, `1.5ms`, `0s`. */
export function goDuration(nanos: bigint): string {
  if (nanos === 0n) return "0s";
  const sign = nanos < 0n ? "-" : "";
  const span = nanos < 0n ? -nanos : nanos;
  if (span < 1000n) return `${sign}${span}ns`;
  if (span < 1_000_000n) return `${sign}${decimal(span, 3)}µs`;
  if (span < SECOND) return `${sign}${decimal(span, 6)}ms`;
  const minutes = span / (60n * SECOND);
  const rest = `${decimal(span % (60n * SECOND), 9)}s`;
  if (minutes === 0n) return sign + rest;
  if (minutes < 60n) return `${sign}${minutes}m${rest}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${rest}`;
}

const SECOND = 1_000_000_000n;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function decimal(value: bigint, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const fraction = String(value % scale)
    .padStart(digits, "0")
    .replace(/0+$/u, "");
  return fraction === "" ? String(value / scale) : `${value / scale}.${fraction}`;
}

function localTime(nanos: bigint): LocalTime {
  // Division of bigints rounds towards zero, which for a time before 1970 is the next millisecond.
  const milliseconds = nanos / 1_000_000n - (nanos % 1_000_000n < 0n ? 1n : 0n);
  const date = new Date(Number(milliseconds));
  return { date, zone: zoneName(date) };
}

/**
 * The abbreviation of the local zone. English locales know each their own; where none does, the offset stands for it,
 * as in the time zone database.
 */
function zoneName(date: Date): string {
  // Asking a locale takes ten milliseconds, and servers and containers mostly keep this zone.
  if (date.toString().endsWith("(Coordinated Universal Time)")) return "UTC";
  for (const locale of ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA", "en-CA"]) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(date);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{3,5}$/u.test(name)) return name;
  }
  const numeric = offset(date);
  return numeric.endsWith("00") ? numeric.slice(0, 3) : numeric;
}

function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${sign}${pad(Math.floor(Math.abs(minutes) / 60))}${pad(Math.abs(minutes) % 60)}`;
}

function day(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

function seconds(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((value) => String(value).padStart(2, "0"))
    .join(":");
}
