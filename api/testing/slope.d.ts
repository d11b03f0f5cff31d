/** Bytes per iteration, with the interval of a confidence; `low <= middle <= high`. */
export interface Slope {
    readonly low: number;
    readonly middle: number;
    readonly high: number;
}
/**
 * The slope of measurements by two methods that fail in different ways, Theil–Sen with Sen's interval and least
 * squares: the interval covers both, so that growth is only called sure when both say so. `deviations` is the normal
 * quantile of the confidence, such as 2.58 for 99 %.
 */
export declare function slopeOf(xs: readonly number[], ys: readonly number[], deviations: number): Slope;
