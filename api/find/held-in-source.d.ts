import { type Paths } from "#snapshot";
import { type Holder, type Site } from "#verdict";
/** Where a thing of one snapshot stands in the source, as far as that is on this machine and is what ran. */
export interface HeldInSource {
    readonly holder: Holder;
    /** The line that adds to it, read and not seen; null where none was found. */
    readonly site: Site | null;
}
/** Looks up the things at these nodes. `takenAt`: a file that was written later may not be what ran; files are told as seen from `cwd`. */
export declare function heldInSource(where: Paths, nodes: readonly number[], { takenAt, cwd }: {
    readonly takenAt: Date;
    readonly cwd: string;
}): Promise<HeldInSource[]>;
