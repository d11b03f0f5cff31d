import { type JsonPlace } from "./document.ts";
import type { Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
import { type GraphNeeds } from "./trim.ts";
/** A node with its own value and that of all it calls. */
export interface JsonNode extends JsonPlace {
    readonly flat: number;
    readonly cum: number;
}
/** A call from or to a node. */
export interface JsonCall extends JsonPlace {
    readonly value: number;
    readonly inline: boolean;
    /** Frames between the two were left out. */
    readonly residual: boolean;
}
/** What was left out of a graph. */
export interface JsonLeftOut {
    /** Nodes below the fraction asked for, and nodes beyond the number asked for. */
    readonly lightNodes: number;
    readonly nodesBeyondCount: number;
    readonly lightEdges: number;
}
/** The heaviest nodes. */
export declare function topDocument(report: Report): {
    nodes: (JsonNode & {
        inline: "none" | "some" | "all";
    })[];
    leftOut: JsonLeftOut;
};
/** The nodes, those whose name matches where there is a pattern, each with its callers and callees. */
export declare function treeDocument(report: Report, pattern: NamePattern | null): {
    nodes: (JsonNode & {
        callers: JsonCall[];
        callees: JsonCall[];
    })[];
    leftOut: JsonLeftOut;
};
/** What a node's samples with one label come to. */
export interface JsonTag {
    readonly name: string;
    readonly flat: number;
    readonly cum: number;
}
/** A graph: nodes, and edges that name them by their place in the list. */
export declare function graphDocument(report: Report, needs: GraphNeeds): {
    nodes: (JsonNode & {
        tags: JsonTag[];
    })[];
    edges: {
        from: number;
        to: number;
        value: number;
        inline: boolean;
        residual: boolean;
    }[];
    leftOut: JsonLeftOut;
};
