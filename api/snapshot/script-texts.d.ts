import type { Graph } from "./graph.ts";
import { Heap } from "./heap.ts";
/** What a snapshot has of the text of a script that was running. */
export interface ScriptText {
    /** How it begins: V8 writes 1024 characters of a string. In a redacted index its size stands here, `<512 bytes>`. */
    readonly start: string;
    /** Bytes of the whole text in V8's heap, with its header: a character takes one byte or two. */
    readonly bytes: number;
}
/** The scripts of which functions are alive, by path or URL as V8 knows them; several of one name when it was loaded again. */
export type ScriptTexts = ReadonlyMap<string, readonly ScriptText[]>;
/** Looks up what ran. One pass over the nodes, one over the edges of functions. */
export declare function scriptTexts(graph: Graph): ScriptTexts;
/** The script of a function by what V8 shares between its closures; -1 when it has none. */
export declare function scriptOfShared(heap: Heap, shared: number): number;
/** Its path or URL; "" when it has none. */
export declare function scriptName(heap: Heap, script: number): string;
