import type { GrowthShape } from "./growing-holder.ts";
import { type Paths, type Step } from "./path-steps.ts";
import { type ScriptPlace } from "./scopes.ts";
/** What is known of a thing that a program holds, to find it in the source. */
export interface HeldThing {
    readonly shape: GrowthShape;
    readonly steps: readonly Step[];
    readonly place: ScriptPlace | null;
    readonly classes: readonly ScriptPlace[];
    readonly callback: null;
    readonly links: readonly [];
    readonly typeName: string;
}
/** What is known of the thing at a node of one snapshot. */
export declare function heldThing(where: Paths, node: number): HeldThing;
/** A function that sees the variable a path starts from, or whose variable it is; null where there is none. */
export declare function placeOf(where: Paths, node: number): ScriptPlace | null;
/** The constructors of the object whose field the last named step is, its own first, then those it inherits from. */
export declare function classPlaces({ heap, scopes }: Pick<Paths, "heap" | "scopes">, steps: readonly Step[]): ScriptPlace[];
/**
 * The program's function that a listener, timer or reaction is there to call, or that waits for it: the nearest to what was
 * added, what the program's own functions see left out; null when none is near.
 */
export declare function callbackIn({ heap, scopes }: Paths, added: number): ScriptPlace | null;
/** The fields by which a link of a chain leads to others of its kind. */
export declare function linksOf({ heap }: Paths, link: number): string[];
