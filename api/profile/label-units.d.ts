import type { Labels, Profile } from "./model.ts";
/** Whether a label is a number: one without text, and not the empty label that nothing was said in. */
export declare function isNumberLabel(labels: Labels, label: number): boolean;
/** Units of the number labels of a profile. */
export interface LabelUnits {
    /** By label key. */
    readonly units: ReadonlyMap<string, string>;
    /** What pprof says where a key comes with several units, a line each. */
    readonly notes: readonly string[];
}
/**
 * The unit of each number label: the first that a sample gives, else `bytes` for `alignment` and `request`, else the key
 * itself.
 */
export declare function numericLabelUnits({ samples, strings }: Profile): LabelUnits;
