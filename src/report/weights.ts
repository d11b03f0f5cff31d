import { Int64Column, type Profile } from "#profile";
import { shown, type Sum } from "./graph.ts";

/** Values of the samples of a report to add up, and where they make a mean what sums are to be divided by. */
export class Weights {
  readonly #values: ValueColumn;
  readonly #divisors: ValueColumn | null;

  /** Of a column of a profile; `mean` divides by the first column. */
  constructor(profile: Profile, column: number, mean: boolean) {
    this.#values = new ValueColumn(profile, column);
    this.#divisors = mean ? new ValueColumn(profile, 0) : null;
  }

  /** Whether a sample adds nothing to any sum. */
  isNothing(sample: number): boolean {
    return this.#values.numbers[sample] === 0 && (this.#divisors?.numbers[sample] ?? 0) === 0;
  }

  isNegative(sample: number): boolean {
    return this.#values.numbers[sample]! < 0;
  }

  /** The value to show for a sample by itself. */
  shown(sample: number): bigint {
    return shown({
      value: this.#values.bigint(sample),
      divisor: this.#divisors?.bigint(sample) ?? 0n,
    });
  }

  /** So many sums, all 0. */
  sums(rows: number): WeightSums {
    return new WeightSums(this.#values.sums(rows), this.#divisors?.sums(rows) ?? null);
  }
}

/** Sums of weights by row: of nodes, edges or labels. */
export class WeightSums {
  readonly #values: Sums;
  readonly #divisors: Sums | null;

  constructor(values: Sums, divisors: Sums | null) {
    this.#values = values;
    this.#divisors = divisors;
  }

  /** Adds a sample to a row. */
  add(row: number, sample: number): void {
    this.#values.add(row, sample);
    if (this.#divisors !== null) this.#divisors.add(row, sample);
  }

  /** Makes room for rows below a number. */
  reserve(rows: number): void {
    this.#values.reserve(rows);
    this.#divisors?.reserve(rows);
  }

  isZero(row: number): boolean {
    return this.#values.isZero(row);
  }

  value(row: number): bigint {
    return this.#values.at(row);
  }

  at(row: number): Sum {
    return { value: this.#values.at(row), divisor: this.#divisors?.at(row) ?? 0n };
  }
}

/** Sums of a column of values, 64 bits that wrap as Go's do. */
interface Sums {
  add(row: number, sample: number): void;
  reserve(rows: number): void;
  isZero(row: number): boolean;
  at(row: number): bigint;
}

/** From here on doubles skip integers. */
const INEXACT = 2 ** 53;

/** A column of values, one a sample. */
class ValueColumn {
  /** The nearest doubles. */
  readonly numbers: Float64Array;
  /** The values themselves, where a sum of some could be too large for a double to be exact. */
  readonly #large: Int64Column | null;

  constructor({ samples, sampleTypes }: Profile, column: number) {
    const width = sampleTypes.length;
    const { values } = samples;
    this.numbers = new Float64Array(samples.count);
    let most = 0;
    for (let sample = 0; sample < samples.count; sample++) {
      const value = values.number(sample * width + column);
      this.numbers[sample] = value;
      most += Math.abs(value);
    }
    this.#large = most < INEXACT ? null : new Int64Column(samples.count);
    for (let sample = 0; sample < (this.#large?.count ?? 0); sample++) {
      const from = sample * width + column;
      this.#large!.set(sample, values.lo[from]!, values.hi[from]!);
    }
  }

  bigint(sample: number): bigint {
    return this.#large?.bigint(sample) ?? BigInt(this.numbers[sample]!);
  }

  sums(rows: number): Sums {
    return this.#large === null ? new DoubleSums(this.numbers, rows) : new Int64Sums(this.#large, rows);
  }
}

class DoubleSums implements Sums {
  readonly #values: Float64Array;
  #sums: Float64Array;

  constructor(values: Float64Array, rows: number) {
    this.#values = values;
    this.#sums = new Float64Array(rows);
  }

  add(row: number, sample: number): void {
    this.#sums[row]! += this.#values[sample]!;
  }

  reserve(rows: number): void {
    if (rows <= this.#sums.length) return;
    const larger = new Float64Array(rows * 2);
    larger.set(this.#sums);
    this.#sums = larger;
  }

  isZero(row: number): boolean {
    return this.#sums[row] === 0;
  }

  at(row: number): bigint {
    return BigInt(this.#sums[row]!);
  }
}

class Int64Sums implements Sums {
  readonly #values: Int64Column;
  #sums: Int64Column;

  constructor(values: Int64Column, rows: number) {
    this.#values = values;
    this.#sums = new Int64Column(rows);
  }

  add(row: number, sample: number): void {
    this.#sums.add(row, this.#values, sample);
  }

  reserve(rows: number): void {
    if (rows <= this.#sums.count) return;
    const larger = new Int64Column(rows * 2);
    larger.lo.set(this.#sums.lo);
    larger.hi.set(this.#sums.hi);
    this.#sums = larger;
  }

  isZero(row: number): boolean {
    return this.#sums.isZero(row);
  }

  at(row: number): bigint {
    return this.#sums.bigint(row);
  }
}
