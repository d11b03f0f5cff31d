import { type Snapshot } from "./model.ts";
/** Added to the distances of what only V8's own roots lead to. */
export declare const SYSTEM_DISTANCE = 100000000;
/** The distance of what no root leads to. */
export declare const NO_DISTANCE = -5;
/**
 * How many references away from the roots of the program each node is, as DevTools counts: breadth first over edges
 * that are not weak, 1 for what the root refers to; from V8's own roots, then, for what is left, `SYSTEM_DISTANCE` and
 * more. A value of a WeakMap counts from whichever of table and key comes last.
 */
export declare function distancesOf(snapshot: Snapshot): Int32Array;
