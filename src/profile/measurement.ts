/** A value in a unit; the unit is "" where it says nothing, as for counts. */
export interface Measurement {
  readonly value: number;
  readonly unit: string;
}

/** Units that convert into each other. Factors are multiples of the family's smallest. */
interface UnitFamily {
  readonly fallback: Unit;
  readonly units: readonly Unit[];
}

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

function unit(name: string, factor: number, ...aliases: readonly string[]): Unit {
  return { name, factor, aliases };
}

const BYTE = unit("B", 1, "b", "byte");
const SECOND = unit("s", 1e9, "s", "sec", "second");
const GCU = unit("GCU", 1, "gcu");

/** The units pprof knows (google/pprof internal/measurement): there are no minutes and no days. */
const FAMILIES: readonly UnitFamily[] = [
  {
    fallback: BYTE,
    units: [
      BYTE,
      unit("kB", 2 ** 10, "kb", "kbyte", "kilobyte"),
      unit("MB", 2 ** 20, "mb", "mbyte", "megabyte"),
      unit("GB", 2 ** 30, "gb", "gbyte", "gigabyte"),
      unit("TB", 2 ** 40, "tb", "tbyte", "terabyte"),
      unit("PB", 2 ** 50, "pb", "pbyte", "petabyte"),
    ],
  },
  {
    fallback: SECOND,
    units: [
      unit("ns", 1, "ns", "nanosecond"),
      unit("us", 1e3, "us", "microsecond"),
      unit("ms", 1e6, "ms", "millisecond"),
      SECOND,
      unit("hrs", 3600e9, "hour", "hr"),
    ],
  },
  {
    fallback: GCU,
    units: [
      unit("n*GCU", 1e-9, "nanogcu"),
      unit("u*GCU", 1e-6, "microgcu"),
      unit("m*GCU", 1e-3, "milligcu"),
      GCU,
      unit("k*GCU", 1e3, "kilogcu"),
      unit("M*GCU", 1e6, "megagcu"),
      unit("G*GCU", 1e9, "gigagcu"),
      unit("T*GCU", 1e12, "teragcu"),
      unit("P*GCU", 1e15, "petagcu"),
    ],
  },
];

const FAMILY_OF = new Map<string, { family: UnitFamily; unit: Unit }>(
  FAMILIES.flatMap((family) =>
    family.units.flatMap((one) => one.aliases.map((alias) => [alias, { family, unit: one }] as const)),
  ),
);

function known(name: string): { family: UnitFamily; unit: Unit } | undefined {
  const lower = name.toLowerCase();
  return FAMILY_OF.get(lower.length > 2 && lower.endsWith("s") ? lower.slice(0, -1) : lower);
}

const UNSAID: ReadonlySet<string> = new Set(["count", "sample", "unit", "minimum", "auto"]);

/** The negative of it is itself in 64 bits. */
const SMALLEST = -(2 ** 63);

/**
 * A value in another unit, as pprof converts: `auto` and `minimum` take the largest unit that leaves at least 1; a
 * target of another family is the default of the value's own (B, s, GCU); a value in an unknown unit keeps its number. The
 * smallest of 64 bits has no unit that leaves at least 1.
 */
export function scaleMeasurement(value: number | bigint, from: string, to: string): Measurement {
  if (value < 0 && value > SMALLEST) {
    const positive = scaleMeasurement(-value, from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  const source = known(from);
  if (source === undefined) return { value: Number(value), unit: UNSAID.has(to) ? "" : to };
  const base = Number(value) * source.unit.factor;
  const target = targetUnit(base, source.family, to);
  return { value: base / target.factor, unit: target.name };
}

function targetUnit(base: number, family: UnitFamily, to: string): Unit {
  if (to === "auto" || to === "minimum") {
    return family.units.findLast((one) => base / one.factor >= 1) ?? family.fallback;
  }
  const target = known(to);
  return target?.family === family ? target.unit : family.fallback;
}

/** Whether values in two units can be compared: the same unit, or two of one family. */
export function areComparableUnits(a: string, b: string): boolean {
  const family = known(a)?.family;
  return a === b || (family !== undefined && family === known(b)?.family);
}

/** A value as reports print it, `1.50MB`: two decimals, none when they are zeros, and 0 without a unit. */
export function scaledLabel(value: number | bigint, from: string, to: string): string {
  const scaled = scaleMeasurement(value, from, to);
  const text = twoDecimals(scaled.value).replace(/\.00$/, "");
  return text === "0" || text === "-0" ? "0" : text + scaled.unit;
}

/** The share of a value in a total, without sign, as reports print it: `93.51%`, `  100%`, `  0.3%`. */
export function percentage(value: number, total: number): string {
  const percent = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (percent >= 99.95 && percent <= 100.05) return "  100%";
  return `${(percent >= 1 ? twoDecimals(percent) : twoDigits(percent)).padStart(5)}%`;
}

/** Go's `%.2f`: exact ties go to the even digit, where toFixed takes the larger one. */
export function twoDecimals(value: number): string {
  // A double lies exactly between two hundredths only at odd eighths; of those, 1/8 and 5/8 have an even lower neighbour.
  const size = Math.abs(value);
  const eighths = (size * 8) % 8;
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (eighths === 1) return `${sign}${Math.trunc(size)}.12`;
  if (eighths === 5) return `${sign}${Math.trunc(size)}.62`;
  return size < 1e21 ? sign + size.toFixed(2) : `${sign}${BigInt(size)}.00`;
}

/** The ties of two significant digits below 1, whose lower neighbour is even. */
const EVEN_BELOW = new Map([
  [0.125, "0.12"],
  [0.625, "0.62"],
  [0.0625, "0.062"],
]);

/** Go's `%.2g` for 0 ≤ value < 1. */
function twoDigits(value: number): string {
  const tie = EVEN_BELOW.get(value);
  if (tie !== undefined || value === 0) return tie ?? "0";
  const [digits, exponent] = value.toExponential(1).split("e") as [string, string];
  if (Number(exponent) >= -4) return String(Number(value.toPrecision(2)));
  return `${Number(digits)}e-${String(-Number(exponent)).padStart(2, "0")}`;
}
