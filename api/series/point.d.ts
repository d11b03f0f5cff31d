/** One measurement. `value` is bytes when the series is memory, but nothing here depends on it. */
export interface Point {
    /** Milliseconds since any fixed moment, the same for every point of a series. */
    readonly atMs: number;
    readonly value: number;
}
/** The points that are numbers, in order of time. The input stays as it is. */
export declare function inOrder(points: readonly Point[]): readonly Point[];
