/** Between the groups of three digits: narrow, and no place to break a line. */
const THIN_SPACE = "\u202F";
const MINUS = "\u2212";

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const MIB = 2 ** 20;

/** A whole number in groups of three: `12 408`. */
export function count(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  const grouped = digits.replaceAll(/\B(?=(?:\d{3})+$)/gu, THIN_SPACE);
  return Math.round(value) < 0 ? MINUS + grouped : grouped;
}

/** A count and its noun: `1 entry`, `12 408 entries`. */
export function counted(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${Math.round(Math.abs(value)) === 1 ? one : many}`;
}

/** A size in binary units, with one decimal below ten: `812 B`, `6.6 MiB`, `412 MiB`. */
export function bytes(value: number): string {
  let size = Math.abs(value);
  let unit = 0;
  // 1023.5 would be printed as 1024 of the smaller unit.
  while (size >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  const text = unit > 0 && size < 9.95 ? size.toFixed(1) : count(size);
  return `${value < 0 && Math.round(size * 10) > 0 ? MINUS : ""}${text} ${BYTE_UNITS[unit]}`;
}

/** A change of size with its sign: `+6.6 MiB`, `−1.2 KiB`, `±0 B`. */
export function signedBytes(value: number): string {
  const text = bytes(value);
  if (text === "0 B") return "±0 B";
  return text.startsWith(MINUS) ? text : `+${text}`;
}

/** A rate given in bytes per hour, said per second, minute or hour, whichever gives a graspable number. */
export function byteRate(perHour: number): string {
  const size = Math.abs(perHour);
  if (size >= 64 * MIB * 3600) return `${signedBytes(perHour / 3600)}/s`;
  if (size >= MIB * 60) return `${signedBytes(perHour / 60)}/min`;
  return `${signedBytes(perHour)}/h`;
}

/** A rate of events, said per second, minute or hour: `207/s`, `25/min`. */
export function eventRate(perSecond: number): string {
  const size = Math.abs(perSecond);
  if (size >= 1) return `${rounded(perSecond)}/s`;
  if (size * 60 >= 1) return `${rounded(perSecond * 60)}/min`;
  return `${rounded(perSecond * 3600)}/h`;
}

function rounded(value: number): string {
  return Math.abs(value) < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : count(value);
}

/** A share of 1 in percent. Only all is `100 %` and only nothing is `0 %`. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (share < 1 && whole >= 100) return "over 99 %";
  if (share > 0 && whole === 0) return "under 1 %";
  return `${count(whole)} %`;
}

/** Steps of a duration: from how many seconds on they are used, the units they are said in. */
const DURATIONS = [
  { upTo: 120, seconds: 1, name: "s", rest: null },
  { upTo: 3600, seconds: 60, name: "min", rest: { seconds: 1, name: "s" } },
  { upTo: 86_400, seconds: 3600, name: "h", rest: { seconds: 60, name: "min" } },
  { upTo: 14 * 86_400, seconds: 86_400, name: "d", rest: { seconds: 3600, name: "h" } },
  { upTo: 730 * 86_400, seconds: 86_400, name: "d", rest: null },
] as const;

/** A span of time in one or two units: `0.9 s`, `60 s`, `2 min 30 s`, `3 d 20 h`, `41 d`, `2.5 years`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 0.01) return "under 0.01 s";
  if (!Number.isInteger(seconds) && seconds < 9.95)
    return `${seconds < 0.95 ? significant(seconds) : seconds.toFixed(1)} s`;
  for (const { upTo, seconds: unit, name, rest } of DURATIONS) {
    const step = rest?.seconds ?? unit;
    // Rounded before it is compared, so that 3599.7 s is an hour and not 60 minutes.
    const exact = Math.round(seconds / step) * step;
    if (exact >= upTo) continue;
    const whole = Math.floor(exact / unit);
    const left = rest === null ? 0 : Math.round((exact - whole * unit) / rest.seconds);
    return left === 0 || rest === null
      ? `${count(whole)} ${name}`
      : `${count(whole)} ${name} ${left} ${rest.name}`;
  }
  const years = seconds / (365.25 * 86_400);
  return `${years < 9.95 ? years.toFixed(1) : count(years)} years`;
}

function significant(seconds: number): string {
  return String(Number(seconds.toPrecision(1)));
}

/** A short time given in milliseconds: `6 ms`, `0.9 s`, `under 1 ms`. */
export function milliseconds(ms: number): string {
  if (ms > 0 && ms < 0.5) return "under 1 ms";
  return ms < 100 ? `${Math.round(ms)} ms` : duration(ms / 1000);
}

/**
 * Two durations as one range: `3 d 20 h – 4 d 2 h`, `36 – 51 d`; `about 41 d` when they read the same. A wide
 * range of large numbers is said in its larger unit alone: nobody needs the seconds of `16 – 33 min`.
 */
export function durationRange(low: number, high: number): string {
  const unit = DURATIONS.findLast(({ seconds }) => low >= 10 * seconds && high - low >= seconds)?.seconds;
  const said = (seconds: number): string[] =>
    duration(unit === undefined ? seconds : Math.round(seconds / unit) * unit).split(" ");
  const [from, to] = [said(low), said(high)];
  if (from.join(" ") === to.join(" ")) return `about ${to.join(" ")}`;
  const sameUnit = from.length === 2 && to.length === 2 && from[1] === to[1];
  return `${sameUnit ? from[0] : from.join(" ")} – ${to.join(" ")}`;
}
