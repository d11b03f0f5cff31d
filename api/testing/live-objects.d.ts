/** How many objects of each class are alive, and how many entries each collection has. Keeps none of them alive. */
export interface ObjectCount {
    readonly classes: ReadonlyMap<string, number>;
    readonly sizes: WeakMap<object, number>;
}
/** A collection that has more entries than it had. */
export interface GrownCollection {
    readonly kind: string;
    readonly gained: number;
    readonly size: number;
    readonly ref: WeakRef<object>;
}
/**
 * Counts every object that inherits from `Object.prototype` and is alive: V8 collects garbage first, several times,
 * which takes about 40 ms for a small heap. Nothing is kept alive by the count. Jest and vitest's `vm` pools run tests in
 * a context of their own: then that is counted, and the main one, which has what Node makes, such as timers.
 */
export declare class ObjectCounter {
    #private;
    constructor();
    count(): ObjectCount;
    /** The classes there are now, and the collections that gained more than `least` entries since an earlier count. */
    compare(before: ObjectCount, least: number): {
        readonly classes: ReadonlyMap<string, number>;
        readonly grown: readonly GrownCollection[];
    };
    close(): void;
}
/**
 * Entries of a Map, Set or Array, elements of a typed array excluded, and keys of a plain object that has more than
 * records have; null for anything else.
 */
export declare function sizeOf(object: object): number | null;
