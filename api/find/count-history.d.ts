import type { CountPoint } from "#verdict";
import type { CountLook } from "#walk";
/** Counts of every collection that ever gained an entry, look by look. */
export declare class CountHistory {
    #private;
    /** Whether it was counted only a few times in the window. */
    isRare(id: number): boolean;
    add({ atMs, counts }: CountLook, everything: boolean): void;
    points(id: number): readonly CountPoint[];
    gained(id: number): number;
    /** Collections that have more entries than at first and have not fallen back, most gained first. */
    growing(): number[];
}
