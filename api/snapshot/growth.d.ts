import type { Graph } from "./graph.ts";
import { type GrowthShape } from "./growing-holder.ts";
import { type Step } from "./path-steps.ts";
import { type ScriptPlace } from "./scopes.ts";
/** Something that holds more in the later of two snapshots, or several of one kind: the inner Maps of a Map. */
export interface GrowingHolder {
    readonly shape: GrowthShape;
    /** The way to it: of several, to the one that grew most. */
    readonly steps: readonly Step[];
    /** How many there are of this kind that changed. */
    readonly members: number;
    /** Entries of all of them; null where they are not counted. */
    readonly before: number | null;
    readonly after: number | null;
    /** Bytes of the growth of the heap that are booked here; negative when it shrank. */
    readonly net: number;
    /** Bytes it retains in the later snapshot; of several, the sum. */
    readonly retained: number;
    readonly retainedBefore: number;
    /** Objects that came and went. */
    readonly added: number;
    readonly removed: number;
    /** Whether there was nothing in its place before: made in the meantime, not grown. */
    readonly isNew: boolean;
    /** Of the entries there were, the share that is still there, 0 to 1; null where that cannot be told. */
    readonly kept: number | null;
    /** What else holds the same entries, each with the way to it. */
    readonly coHolders: readonly (readonly Step[])[];
    /** A function of the scope that the path starts in; null where there is none. */
    readonly place: ScriptPlace | null;
    /** The constructors of the object whose field it is, the object's own class first; none for what is no field. */
    readonly classes: readonly ScriptPlace[];
    /**
     * The program's function that was added as a listener, in a timer, to a promise or to a chain of functions; null for all else,
     * and where none was found.
     */
    readonly callback: ScriptPlace | null;
    /** The fields by which a link of a chain leads to others; none for all else. */
    readonly links: readonly string[];
    /** What the holder is: its class, or what V8 calls it. */
    readonly typeName: string;
    /** Class of what was added. */
    readonly entryClass: string;
    /** The node that grew most, in the later snapshot. */
    readonly node: number;
    /** V8's id of that node, by which a live process finds the object again. */
    readonly id: number;
    /** The variable of a suspended function that the path starts from; null where it starts elsewhere. */
    readonly local: SuspendedLocal | null;
}
/** A variable of a suspended async function or generator, by V8's ids: a snapshot has no name for it. */
export interface SuspendedLocal {
    /** The run of the function. */
    readonly run: number;
    /** What the variable holds. */
    readonly value: number;
}
/** What changed between two snapshots of one process. */
export interface HeapGrowth {
    readonly bytesBefore: number;
    readonly bytesAfter: number;
    readonly objectsBefore: number;
    readonly objectsAfter: number;
    readonly added: number;
    readonly removed: number;
    /** The sum of everything booked; equal to `bytesAfter - bytesBefore`. */
    readonly booked: number;
    /** Largest growth first, shrinkage last. */
    readonly holders: readonly GrowingHolder[];
}
/** Compares two snapshots of one process: who holds what came, who lost what went. */
export declare function heapGrowth(before: Graph, after: Graph): HeapGrowth;
