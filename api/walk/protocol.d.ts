/**
 * What crosses between Sawtooth and the code it puts into a target: plain data, sent as JSON.
 * Nothing here carries a value of the program's own data; names, kinds and counts only.
 */
/** What kind of thing holds entries. */
export type CollectionKind = "Map" | "Set" | "Array" | "object" | "listeners" | "timers" | "promise" | "handles" | "modules" | "chain" | "string";
/** How a value was reached from the one before it on a path. */
export type StepKind = "module" | "closure" | "exports" | "namespace" | "global" | "handle" | "builtin" | "timers" | "property" | "symbol" | "private" | "element" | "key" | "prototype" | "accessor" | "bound" | "result" | "listeners";
/** One step of the path that leads to a collection. */
export interface Step {
    readonly kind: StepKind;
    /** Variable, property or field name; file for `exports` and `namespace`; empty for elements. */
    readonly name: string;
    /** Class of the value this step arrives at; empty for plain objects and where unknown. */
    readonly className: string;
}
/** A function that closes over the variable a path starts from: enough to find the file it stands in. */
export interface FunctionText {
    /** As `Function.prototype.toString` gives it; null when the function is gone or larger than the cap. */
    readonly text: string | null;
    readonly name: string;
    /** 0-based, as V8 counts. */
    readonly line: number;
    readonly column: number;
    /** Modules whose exports led to functions of the same script, likeliest first. */
    readonly files: readonly string[];
}
/** What the open connections that clients of a server have made are called among its handles. */
export declare const connections = "connections";
/** What a walk came to. */
export interface WalkSummary {
    readonly functions: number;
    readonly objects: number;
    readonly collections: number;
    /** False when a budget ended the walk early. */
    readonly complete: boolean;
    /** Objects with so many keys that counting them again would stop the program for too long. */
    readonly uncounted: readonly number[];
    readonly cost: Cost;
}
/** What the looks so far took from the target's main thread. */
export interface Cost {
    /** Milliseconds of main-thread time. */
    readonly busyMs: number;
    /** Longest stretch without giving the event loop back. */
    readonly longestMs: number;
}
/** Memory of the target at one time. */
export interface MemorySample {
    readonly atMs: number;
    readonly heapUsed: number;
    /** Taken from the system for the heap. */
    readonly heapTotal: number;
    readonly external: number;
    readonly arrayBuffers: number;
    readonly rss: number;
    /** Heap in use right after the newest full collection seen so far; null before the first. */
    readonly heapAfterGc: number | null;
    readonly fullCollections: number;
}
/** Collection id, entries now (-1: it is gone), entries when it was found, and whether it is counted rarely. */
export type CountRow = readonly [id: number, entries: number, found: number, rarely: boolean];
/** One look at the collections: identity and count of each that was counted. */
export interface CountLook {
    readonly atMs: number;
    readonly memory: MemorySample;
    readonly counts: readonly CountRow[];
    readonly cost: Cost;
}
/** A collection, described once it is worth describing. */
export interface CollectionFacts {
    readonly id: number;
    readonly kind: CollectionKind;
    /** Class of the collection or of its owner; empty when plain. */
    readonly className: string;
    readonly steps: readonly Step[];
    /**
     * For a path that goes through a scope variable: the variable's name and a function that closes over it. Several
     * when modules share the value: one declares it, the others import it.
     */
    readonly origins: readonly (FunctionText & {
        readonly variable: string;
    })[];
    /** Modules that export the value the path starts from, by file or URL. */
    readonly exporters: readonly string[];
    /** A numeric limit found beside the collection, such as `max: 500` on the cache that owns it. */
    readonly bound: {
        readonly name: string;
        readonly value: number;
        /** Said by the program itself, through `sawtooth/bounded`: that it is bounded, or why it need not be. */
        readonly declared?: {
            readonly kind: "bounded" | "unbounded";
            readonly reason: string | null;
        };
    } | null;
    readonly size: EntrySize | null;
    /** Of a few entries; null where they are no objects with fields, or was not asked for. */
    readonly fields: EntryFields | null;
    /** The class of the instance that holds the collection; null where it is none of the program's, or was not asked for. */
    readonly holderClass: FunctionText | null;
    /** Whether its entries are weak references: which of them are dead, only a full collection tells. */
    readonly weak: boolean;
    /** The property that links a chain; null for other kinds. */
    readonly link: string | null;
    /** For timers: the callbacks that wait, with how many of the sampled ones share the place, and whether they are called again and again. */
    readonly callbacks: readonly (FunctionText & {
        readonly sampled: number;
        readonly repeats: boolean;
    })[];
}
/** What fields the entries of a collection have. */
export interface EntryFields {
    /** Whether they are plain objects, which have nothing but these fields. */
    readonly plain: boolean;
    readonly names: readonly string[];
    /** Those that hold anything but `0`, `null`, `undefined` and `Infinity` in at least one entry. */
    readonly told: readonly string[];
}
/** Estimated size of what entries keep alive, from a sample of entries. */
export interface EntrySize {
    readonly sampled: number;
    /** Mean bytes per entry, table slots included. */
    readonly bytes: number;
    /** Of those, bytes outside the heap (ArrayBuffers). */
    readonly externalBytes: number;
}
/** One frame of a sampled stack, as V8 reports it: 1-based, not yet mapped through source maps. */
export interface Frame {
    readonly function: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
/** What a watch on one collection saw. */
export interface WatchReport {
    readonly id: number;
    /** Entries added while watched. */
    readonly inserts: number;
    /** Entries taken away; null where that could not be seen. */
    readonly removed: number | null;
    /** Of the keys sampled on insertion at least a third of the watch ago, how many are still there. */
    readonly survivors: {
        readonly alive: number;
        readonly sampled: number;
    } | null;
    /** Distinct stacks, innermost frame first; `weight` is how many inserts each stands for. */
    readonly stacks: readonly {
        readonly weight: number;
        readonly frames: readonly Frame[];
    }[];
    readonly samples: number;
    /** Of entries that are added without a call: who calls the methods of the instance that holds the collection. */
    readonly calls?: readonly {
        readonly method: string;
        readonly stacks: WatchReport["stacks"];
    }[];
}
/** Whether a collection could be watched. */
export type WatchOutcome = {
    readonly watched: true;
} | {
    readonly watched: false;
    readonly reason: string;
};
/** How the in-target part should behave. */
export interface WalkOptions {
    /** Longest stretch to hold the event loop before giving it back, milliseconds. */
    readonly sliceMs: number;
    /** Main-thread time a walk may take altogether, milliseconds. */
    readonly budgetMs: number;
    readonly maxObjects: number;
    /** Everything put into the target is taken out when no call has come for so long, milliseconds. */
    readonly idleMs: number;
    /** Whether variables and fields that hold a text are collections too. */
    readonly texts: boolean;
}
/** The object the injected code answers with; Sawtooth calls its methods over the inspector. */
export interface InTarget {
    /** Ends after `mostMs` of wall-clock time with what was found by then; on a busy machine that is sooner than the budget. */
    walk(mostMs: number): Promise<WalkSummary>;
    /**
     * Counts every collection (`ids` null: those that gained since the first count) or the ones named. Objects whose
     * keys take a noticeable pause to count are left out unless `heavy`.
     */
    look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook>;
    /** Facts about collections; the size of their entries only where asked for. */
    describe(ids: readonly number[], withSize: boolean): Promise<CollectionFacts[]>;
    /** The lists of timers that wait now, with their callbacks. */
    timers(): Promise<CollectionFacts[]>;
    /** The loaded modules: file names of CommonJS modules, URLs of ES modules. */
    files(): string[];
    watch(id: number): WatchOutcome;
    /** Watches a Map, Set or array that was found another way; its id, or null where that cannot be done. */
    adopt(collection: object): number | null;
    harvest(): WatchReport[];
    memory(): MemorySample;
    cost(): Cost;
    /** Collects all garbage, where the heap is so small that it takes no noticeable pause; false where it is not. */
    collect(): Promise<boolean>;
    /** Takes out everything that was put in. */
    dispose(): void;
}
