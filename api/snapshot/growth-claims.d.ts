import type { Balance, Side } from "./balance.ts";
import type { RetainingPaths } from "./retaining-paths.ts";
import type { Survivors } from "./survivors.ts";
/** Two snapshots of one process, paired and booked. */
export interface Pair {
    readonly before: Side;
    readonly after: Side;
    readonly survivors: Survivors;
    readonly balance: Balance;
    /** Of the later snapshot. */
    readonly paths: RetainingPaths;
    /** Working memory: for each node of the later snapshot 0 whenever nobody is at work with it. */
    readonly marks: Uint8Array;
}
/** What an object that was there all the time gained and lost through one of its variables, fields or its entries. */
export interface Claim {
    /** The object, in the later snapshot; a collection rather than its backing store. */
    readonly holder: number;
    /** The edge by which it holds what is new, as `type:name`; "" for entries, "ring" for what holds itself together. */
    readonly label: string;
    net: number;
    added: number;
    removed: number;
    /** The largest of the new bundles, by its topmost object; -1 when there is none. */
    root: number;
    rootBytes: number;
    /** Other objects that hold the same. */
    coHolders: readonly number[];
}
/**
 * All claims, those of one holder together and in the order in which they were made. What V8 keeps for itself (code,
 * hidden classes) is left out.
 */
export declare class Claims {
    #private;
    constructor(pair: Pair);
    /** The claim of a holder and label, made when there is none. */
    at(holder: number, label: string): Claim;
    [Symbol.iterator](): Generator<Claim>;
    /** Books what is new to a claim. */
    add(claim: Claim, root: number, bytes: number): void;
    /** The collection or object whose backing store a node is. */
    lifted(node: number): number;
}
/** Adds one claim to another. */
export declare function merge(into: Claim, claim: Claim): void;
