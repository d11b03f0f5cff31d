/** How the records of a file are laid out, from its `meta`, and how many there are. */
export interface FileLayout {
    readonly nodeCount: number;
    readonly edgeCount: number;
    readonly extraNativeBytes: number;
    /** Numbers per node. */
    readonly nodeWidth: number;
    /** Position of each field in a node's record; -1 where the file has no such field. */
    readonly nodeField: Readonly<Record<NodeField, number>>;
    readonly edgeWidth: number;
    readonly edgeField: Readonly<Record<EdgeField, number>>;
    readonly locationWidth: number;
    readonly locationField: Readonly<Record<LocationField, number>>;
    /** Our code of each of the file's node types, and the names by our codes. */
    readonly nodeTypeCodes: Uint8Array;
    readonly nodeTypes: readonly string[];
    /** Our code of each of the file's edge types. */
    readonly edgeTypeCodes: Uint8Array;
}
type NodeField = "type" | "name" | "id" | "self_size" | "edge_count" | "detachedness";
type EdgeField = "type" | "name_or_index" | "to_node";
type LocationField = "object_index" | "script_id" | "line" | "column";
/** The layout that the value of a file's `snapshot` member describes. */
export declare function fileLayout(snapshot: unknown): FileLayout;
/** The fewest bytes that the nodes and edges announced can take: a digit and a comma for each number. */
export declare function leastBytes(layout: FileLayout): number;
export {};
