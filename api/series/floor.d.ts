import { type Point } from "./point.ts";
/** How a series is cut into blocks. */
export interface FloorOptions {
    /** Default: one block per four points, 48 at most. A block should be as long as a tooth or longer. */
    readonly blocks?: number;
    /** Which quantile of a block stands for it; default 0.1. */
    readonly quantile?: number;
}
/**
 * The lower envelope of a sawtooth: heap use climbs with garbage and drops at each collection, so the low
 * values of a stretch of time are close to what is really alive. The time span is cut into equal blocks and
 * each block that has points gives one: its 10 % quantile, at the block's middle. A quantile rather than the
 * minimum, because one odd sample must not stand for a whole block.
 */
export declare function floorOf(points: readonly Point[], options?: FloorOptions): readonly Point[];
