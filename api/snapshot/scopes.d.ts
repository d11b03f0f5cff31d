import type { Heap } from "./heap.ts";
/** A function or scope in the program's source. Lines and columns are 1-based. */
export interface ScriptPlace {
    /** Path or URL as V8 knows it. */
    readonly script: string;
    readonly function: string;
    readonly line: number | null;
    readonly column: number | null;
}
/** A scope that lives as long as its module. */
export interface ModuleScope {
    readonly node: number;
    /** Whether it is the program's, not one of Node's own. */
    readonly own: boolean;
}
/** Which functions see a scope, which script they stand in, and which scopes are those of modules. */
export declare class Scopes {
    #private;
    constructor(heap: Heap);
    /** A function that closes over a context; -1 when none is left. */
    closureOf(context: number): number;
    /** Where a function stands. */
    placeOf(closure: number): ScriptPlace;
    /** The script a function stands in; "" when it is V8's own. */
    scriptOf(closure: number): string;
    /** The script whose functions see a context; "" when none of them is left. */
    scriptOfContext(context: number): string;
    /** Whether a context is that of a module: the outermost of its function, and the only one of its kind. */
    isModuleScope(context: number): boolean;
    /** The contexts and records of modules. */
    moduleScopes(): ModuleScope[];
    /** The name under which an ES module exports the variable that lives in a cell; null when it is no export. */
    exportOf(cell: number): string | null;
    /** A function of an ES module, by V8's record of the module; -1 when it is gone. */
    functionOfModule(record: number): number;
}
/** Whether a node is V8's record of an ES module. */
export declare function isModuleRecord(heap: Heap, node: number): boolean;
