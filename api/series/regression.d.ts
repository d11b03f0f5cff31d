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
/**
 * Fits `values` as a weighted sum of `columns`, robustly (iteratively reweighted least squares with Huber's
 * weights), or null when the columns do not determine it. The number of independent points is
 * n·(1 − r)/(1 + r), r being the lag-one correlation of the residuals with its small-sample bias
 * (1 + 3r)/n put back (Kendall 1954).
 */
export declare function regress(columns: readonly (readonly number[])[], values: readonly number[]): Regression | null;
