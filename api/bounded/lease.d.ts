/// <reference lib="esnext.disposable" preserve="true" />
/** An entry for as long as somebody needs it: `using state = sessions.lease(id, {})`. */
export interface Lease<V> extends Disposable {
    readonly value: V;
    /** Whether the entry is still there. */
    readonly active: boolean;
    /** Removes the entry, unless it has gone or its key has another value by now. */
    release(): void;
}
/** What a lease asks of its map. */
export interface Lessor<H> {
    holds(holding: H): boolean;
    release(holding: H): void;
}
/** A lease on an entry of a scoped map. When it is dropped without being released, it is the owner that was collected. */
export declare class HeldLease<V, H> implements Lease<V> {
    #private;
    readonly value: V;
    constructor(value: V, lessor: Lessor<H>);
    get active(): boolean;
    /** Says which entry it is for. */
    hold(holding: H): this;
    release(): void;
    [Symbol.dispose](): void;
}
