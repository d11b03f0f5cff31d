import type { Graph } from "./graph.ts";
import { type Snapshot } from "./model.ts";
/**
 * A graph with the questions that every report asks of it: names of nodes and edges, fields of V8's own by name,
 * scopes. Names are looked up once; nothing here takes more than a pass over a node's edges.
 */
export declare class Heap {
    #private;
    readonly graph: Graph;
    readonly snapshot: Snapshot;
    /** Edges of node n are from `firstEdges[n]` up to `firstEdges[n + 1]`. */
    readonly firstEdges: Uint32Array;
    readonly ends: Uint32Array;
    readonly edgeNames: Uint32Array;
    readonly types: Uint8Array;
    /** Bytes of a reference: 8, or 4 where V8 compresses pointers, as Chromium, Electron and some builds of Node.js do. */
    readonly slotBytes: 4 | 8;
    constructor(graph: Graph);
    /** The string index of a word; -1 when the snapshot does not have it. */
    word(text: string): number;
    /** Of an object the name of its constructor, of a string its text, of V8's own things what V8 calls them. */
    name(node: number): string;
    target(edge: number): number;
    edgeType(edge: number): number;
    /** The name of an edge; the number of an element as text. */
    edgeName(edge: number): string;
    /** Whether a string is what V8 calls the half of an accessor: `get size`. */
    isAccessorName(name: number): boolean;
    /** What to call a node that no variable leads to: its class, or what it is; never the text of a string. */
    label(node: number): string;
    /** Where a field of V8's own leads, such as `table` of a Map; -1 when there is none. */
    internal(node: number, name: string): number;
    /** Where a property of the program's leads; -1 when there is none. */
    property(node: number, name: string): number;
    /** Whether a node holds the variables of a scope. */
    isContext(node: number): boolean;
    /** Whether a node is the store of another: the table of a Map, the elements of an Array, external bytes. */
    isBackingStore(node: number): boolean;
    /** What stands where an entry was deleted; undefined and null look the same in older versions of V8. */
    isPlaceholder(node: number): boolean;
    /** The class of an object as a programmer calls it; "" for plain objects and collections, and for what has no class. */
    className(node: number): string;
    /** Whether a node is an object that has a class name. */
    hasClass(node: number): boolean;
}
