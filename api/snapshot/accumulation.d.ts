import { type Collection } from "./collection.ts";
import type { Paths } from "./path-steps.ts";
/** An object under which memory has piled up: it retains much, and no single thing below it does. */
export interface Accumulation {
    readonly node: number;
    readonly retained: number;
    /** Share of the whole heap. */
    readonly share: number;
    readonly collection: Collection | null;
    /** The class of which most of what it directly keeps is, how many of these there are, and their bytes. */
    readonly mostly: {
        readonly name: string;
        readonly count: number;
        readonly retained: number;
    } | null;
}
/**
 * Accumulation points in the sense of Eclipse MAT's leak suspects: going down the dominator tree from each large object, the first
 * one whose largest child is far smaller than itself. `leastShare` is of the whole heap. Largest first.
 */
export declare function accumulationPoints(where: Paths, leastShare: number): Accumulation[];
