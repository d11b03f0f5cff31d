import { type Paths, type Step } from "./path-steps.ts";
/** Objects that are reached in the same way, but for which entry of a collection they are. */
export interface FoundGroup {
    /** The way to the largest of them. */
    readonly steps: readonly Step[];
    readonly node: number;
    readonly objects: number;
    /** Of all of them; what one has inside another is counted twice. */
    readonly retained: number;
}
/** The nodes that a word means: `@id`, the name of a class or function, or a variable or field, a private one with or without `#`. */
export declare function nodesNamed({ heap }: Paths, word: string): number[];
/** Groups nodes by the way to them, the heaviest group first. Looks at no more than `most` of them, the largest. */
export declare function groupedByPath(where: Paths, nodes: readonly number[], most: number): FoundGroup[];
