/** What a node of a call graph stands for, and what it is known by: two are the same when all of it is. */
export interface NodeInfo {
    readonly name: string;
    readonly file: string;
    /** Unsigned; 0 when reports go by function or line. */
    readonly address: bigint;
    readonly line: number;
    readonly column: number;
    /** Line where the function begins; 0 where the report does not tell functions apart by it. */
    readonly startLine: number;
    /** File mapped at the address; "" where the report does not tell nodes apart by it. */
    readonly objectFile: string;
}
/** The parts of a node's printed name: address, function, and place or mapped file, those that are known. */
export declare function nameParts(info: NodeInfo): string[];
/** The last resort of every order: all that a node is known by, as Go prints the struct. */
export declare function sortKey(info: NodeInfo): string;
