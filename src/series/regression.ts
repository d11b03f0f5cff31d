/** A fit by least squares, and what its residuals say about how much to trust it. */
export interface Regression {
  readonly coefficients: readonly number[];
  readonly residuals: readonly number[];
  /** Sum of the squared residuals, wild ones weighed down. */
  readonly residualSum: number;
  /** How many independent points the series is worth: neighbouring residuals that resemble each other say less. */
  readonly independent: number;
  /** Standard error of each coefficient, widened for that. */
  readonly errors: readonly number[];
}

/** Residuals beyond this many standard deviations get less weight (Huber's constant for 95 % efficiency). */
const HUBER = 1.345;
const ROUNDS = 4;
/** Makes the median absolute deviation a standard deviation, for normal residuals. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * Fits `values` as a weighted sum of `columns`, robustly (iteratively reweighted least squares with Huber's
 * weights), or null when the columns do not determine it. The number of independent points is
 * n·(1 − r)/(1 + r), r being the lag-one correlation of the residuals with its small-sample bias
 * (1 + 3r)/n put back (Kendall 1954).
 */
export function regress(
  columns: readonly (readonly number[])[],
  values: readonly number[],
): Regression | null {
  const count = values.length;
  if (count <= columns.length) return null;
  let weights = values.map(() => 1);
  let solution: Solution | null = null;
  let residuals: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    solution = solve(columns, values, weights);
    if (solution === null) return null;
    const { coefficients } = solution;
    residuals = values.map(
      (value, row) =>
        value - columns.reduce((sum, column, k) => sum + (column[row] ?? 0) * (coefficients[k] ?? 0), 0),
    );
    weights = huberWeights(residuals);
  }
  if (solution === null) return null;
  const residualSum = residuals.reduce((sum, residual, row) => sum + (weights[row] ?? 0) * residual ** 2, 0);
  const independent = independentPoints(residuals);
  const variance = (residualSum / (count - columns.length)) * (count / independent);
  const errors = solution.inverse.map((row, k) => Math.sqrt(Math.max(0, (row[k] ?? 0) * variance)));
  return { coefficients: solution.coefficients, residuals, residualSum, independent, errors };
}

function huberWeights(residuals: readonly number[]): number[] {
  const sizes = residuals.map(Math.abs).toSorted((a, b) => a - b);
  const deviation = MAD_TO_DEVIATION * (sizes[sizes.length >> 1] ?? 0);
  if (!(deviation > 0)) return residuals.map(() => 1);
  return residuals.map((residual) =>
    Math.min(1, (HUBER * deviation) / Math.max(Math.abs(residual), deviation / 1e6)),
  );
}

function independentPoints(residuals: readonly number[]): number {
  let product = 0;
  let square = 0;
  for (const [row, residual] of residuals.entries()) {
    square += residual ** 2;
    if (row > 0) product += residual * (residuals[row - 1] ?? 0);
  }
  const count = residuals.length;
  if (square === 0) return count;
  const raw = product / square;
  const correlation = Math.min(0.97, Math.max(0, raw + (1 + 3 * raw) / count));
  return Math.max(1, (count * (1 - correlation)) / (1 + correlation));
}

interface Solution {
  readonly coefficients: readonly number[];
  /** Inverse of the normal matrix. */
  readonly inverse: readonly (readonly number[])[];
}

/** The normal equations, solved and inverted together by Gauss–Jordan with pivoting. */
function solve(
  columns: readonly (readonly number[])[],
  values: readonly number[],
  weights: readonly number[],
): Solution | null {
  const size = columns.length;
  const dot = (a: readonly number[], b: readonly number[]): number =>
    weights.reduce((sum, weight, row) => sum + weight * (a[row] ?? 0) * (b[row] ?? 0), 0);
  const rows = columns.map((column, k) => [
    ...columns.map((other) => dot(column, other)),
    ...columns.map((_, other) => (other === k ? 1 : 0)),
    dot(column, values),
  ]);
  const scale = Math.max(...rows.map((row, k) => Math.abs(row[k] ?? 0)));
  for (let k = 0; k < size; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row) => (Math.abs(row[k] ?? 0) > Math.abs(best[k] ?? 0) ? row : best));
    const head = pivot[k] ?? 0;
    if (!(Math.abs(head) > scale * 1e-12)) return null;
    rows.splice(rows.indexOf(pivot), 1, rows[k]!);
    rows[k] = pivot.map((value) => value / head);
    for (const [index, row] of rows.entries()) {
      const factor = row[k] ?? 0;
      if (index !== k && factor !== 0)
        rows[index] = row.map((value, at) => value - factor * (rows[k]?.[at] ?? 0));
    }
  }
  return {
    coefficients: rows.map((row) => row.at(-1) ?? 0),
    inverse: rows.map((row) => row.slice(size, 2 * size)),
  };
}
