import { type Profile } from "#profile";
import { type Sum } from "./graph.ts";
import type { Weights, WeightSums } from "./weights.ts";
/** What the samples with one label, or one number of bytes, spent in a node. */
export interface Tag {
    readonly name: string;
    /** Unit of `value`; "" for a text. */
    readonly unit: string;
    readonly value: number;
    flat: Sum;
    cum: Sum;
}
/** What all labels of all nodes come to, while they are counted. */
export declare class TagSums {
    #private;
    readonly flat: WeightSums;
    readonly cum: WeightSums;
    constructor(weights: Weights);
    newRow(): number;
}
/** The labels of the samples of a node: texts, and sizes by the text labels they came with. */
export declare class NodeTags {
    #private;
    constructor(sums: TagSums);
    add(labels: RowTags, sample: number, which: "flat" | "cum"): void;
    get texts(): ReadonlyMap<string, Tag>;
    get numbers(): ReadonlyMap<string, ReadonlyMap<string, Tag>>;
    /** Drops tags lighter than a cutoff. */
    trim(cutoff: bigint): void;
    /** Tags that have a flat value. */
    get countFlat(): number;
}
interface TagName {
    readonly name: string;
    readonly unit: string;
    readonly value: number;
}
/** What the samples of one row are tagged with; rows with equal tags have the same object. */
export interface RowTags {
    readonly joined: string;
    readonly sizes: readonly TagName[];
}
/**
 * Gives the tags of samples: the text labels joined, and of the numbers only `bytes`, in the unit given for that key.
 * Computed when first asked for.
 */
export declare function rowTags(profile: Profile, labelUnits: ReadonlyMap<string, string>, outputUnit: string): (row: number) => RowTags;
/** Tags by their flat or else cumulative value, heaviest first, then by name. */
export declare function sortedTags(tags: Iterable<Tag>, byFlat: boolean): Tag[];
/** The value of a tag to show. */
export declare function tagValue(tag: Tag, which: "flat" | "cum"): bigint;
export {};
