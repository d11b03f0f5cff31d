import { type ObjectCount, type ObjectCounter } from "./live-objects.ts";
/** A class of which there are more, or a collection that has more entries. */
export interface CountGrowth {
    readonly what: "class" | "collection";
    /** `Session`, `Map`. */
    readonly name: string;
    /** More of them, or more entries, for each iteration. */
    readonly perIteration: number;
    readonly count: number;
    /** The shape of the newest key or element, never its value; null for a class. */
    readonly newest: string | null;
    /** The collection itself; null for a class. */
    readonly ref: WeakRef<object> | null;
}
/** What there is more of after a number of iterations, most first; too little to be each twentieth iteration is left out. */
export declare function growthSince(counter: ObjectCounter, before: ObjectCount, iterations: number): readonly CountGrowth[];
/** Whether a growth is one of those seen before, at about the same rate. */
export declare function isRepeated(growth: CountGrowth, earlier: readonly CountGrowth[]): boolean;
