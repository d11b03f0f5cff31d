import type { Paths } from "./path-steps.ts";
/** A group of objects and what it keeps alive. */
export interface Retention {
    readonly name: string;
    readonly objects: number;
    /** Bytes of the objects themselves. */
    readonly bytes: number;
    /** Bytes that would go with all of them; an object inside another of the group is counted once. */
    readonly retained: number;
    /** The largest of them. */
    readonly node: number;
}
/** What each class retains, most first: of objects the class, of all else V8's type. One sweep over the dominator tree. */
export declare function retainedByClass({ heap }: Paths): Retention[];
/** What is reached best through each variable of each module: every byte is booked once, by its retaining path. */
export declare function bytesByVariable(where: Paths): Retention[];
/** The same by the script whose variables lead there; "" for what no script's variable leads to. */
export declare function bytesByScript(where: Paths): Retention[];
