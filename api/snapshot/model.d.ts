import type { SnapshotStrings } from "./snapshot-strings.ts";
declare const brand: unique symbol;
/** A row of `Snapshot.nodes`: the position of the node in the file. 0 is the root. */
export type NodeIndex = number & {
    readonly [brand]: "NodeIndex";
};
/** A row of `Snapshot.edges`: the position of the edge in the file. */
export type EdgeIndex = number & {
    readonly [brand]: "EdgeIndex";
};
/** An entry of `Snapshot.strings`. */
export type StringIndex = number & {
    readonly [brand]: "StringIndex";
};
/**
 * A V8 heap snapshot in columns, whichever version of V8 wrote it: which fields a record has, in which order and
 * what its types are called is read from the file's `meta`. Every index in it is in range; that is checked once,
 * when it is read. 17 bytes are kept per node, 8 per edge, plus the strings as they are in the file.
 */
export interface Snapshot {
    readonly header: SnapshotHeader;
    readonly nodes: Nodes;
    readonly edges: Edges;
    readonly strings: SnapshotStrings;
    readonly locations: Locations;
}
/** What a snapshot says of itself. */
export interface SnapshotHeader {
    readonly nodeCount: number;
    readonly edgeCount: number;
    /** Names of the node types by the codes in `nodes.types`; the first ones are always `NODE_TYPES`. */
    readonly nodeTypes: readonly string[];
    /** Bytes outside the heap that V8 knew of (Node 24 and later); 0 when not said. */
    readonly extraNativeBytes: number;
    /** Bytes of the file, uncompressed. */
    readonly fileBytes: number;
}
/** Memory that holds columns: a column of numbers up to 2^32, or doubles where one of them is larger. */
export type ByteColumn = Uint32Array | Float64Array;
/**
 * The objects. The edges of node n are `firstEdges[n]` up to, not including, `firstEdges[n + 1]`.
 */
export interface Nodes {
    readonly count: number;
    /** `NodeType` codes, the same for every V8 version. */
    readonly types: Uint8Array;
    /** String index of the name: of an object its constructor, of a string its text. */
    readonly names: Uint32Array;
    /** V8's ids, which stay with an object from one snapshot to the next: odd for V8's own, even for the embedder's. */
    readonly ids: Uint32Array;
    /** Bytes of the object alone, as in the file. */
    readonly selfSizes: ByteColumn;
    readonly firstEdges: Uint32Array;
    /** 0 unknown, 1 attached, 2 detached; null when it is 0 for every node. */
    readonly detachedness: Uint8Array | null;
}
/** The references, grouped by the node they come from. */
export interface Edges {
    readonly count: number;
    /** Target and type in one number: `edgeTarget` and `edgeType` take it apart. */
    readonly ends: Uint32Array;
    /** String index of the name; for `EdgeType.element` and `EdgeType.hidden` the number itself. */
    readonly names: Uint32Array;
}
/** Where functions, generators and the constructors of objects are: row i belongs to node `nodes[i]`, ascending. */
export interface Locations {
    readonly count: number;
    readonly nodes: Uint32Array;
    readonly scriptIds: Uint32Array;
    /** 0-based. */
    readonly lines: Uint32Array;
    /** 0-based. */
    readonly columns: Uint32Array;
}
/** V8's names of node types, in the order of their codes in `Nodes.types`. */
export declare const NODE_TYPES: readonly ["hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic", "concatenated string", "sliced string", "symbol", "bigint", "object shape", "wasm object"];
/** Codes of `Nodes.types`. A type that only a later V8 knows has a code from 16 on: see `SnapshotHeader.nodeTypes`. */
export declare const NodeType: {
    readonly hidden: 0;
    readonly array: 1;
    readonly string: 2;
    readonly object: 3;
    readonly code: 4;
    readonly closure: 5;
    readonly regexp: 6;
    readonly number: 7;
    readonly native: 8;
    readonly synthetic: 9;
    readonly concatenatedString: 10;
    readonly slicedString: 11;
    readonly symbol: 12;
    readonly bigint: 13;
    readonly objectShape: 14;
    readonly wasmObject: 15;
};
/** V8's names of edge types, in the order of their codes. */
export declare const EDGE_TYPES: readonly ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];
/** Types of edges. `unknown` stands for all that only a later V8 knows. */
export declare const EdgeType: {
    /** A variable of a closure's scope. */
    readonly context: 0;
    /** An entry of an array. */
    readonly element: 1;
    readonly property: 2;
    /** A field of V8's own, such as `map`, `elements`, `table`; the slots of its arrays too, named by their number. */
    readonly internal: 3;
    readonly hidden: 4;
    /** From the root to what programs see as the global object. */
    readonly shortcut: 5;
    /** Keeps nothing alive. */
    readonly weak: 6;
    readonly unknown: 7;
};
/** How far the type is to the left in `Edges.ends`. */
export declare const EDGE_TYPE_SHIFT = 29;
/** The bits of `Edges.ends` that are the target. */
export declare const EDGE_TARGET_MASK = 536870911;
/** The node that an element of `Edges.ends` leads to. */
export declare function edgeTarget(end: number): NodeIndex;
/** The `EdgeType` of an element of `Edges.ends`. */
export declare function edgeType(end: number): number;
export {};
