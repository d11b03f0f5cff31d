import type { Profile } from "./model.ts";
/** A file of speedscope's format (speedscope.app/file-format-schema.json) with one sampled profile; to be written as JSON. */
export interface SpeedscopeFile {
    readonly $schema: "https://www.speedscope.app/file-format-schema.json";
    readonly exporter: string;
    readonly shared: {
        readonly frames: readonly SpeedscopeFrame[];
    };
    readonly profiles: readonly [
        {
            readonly type: "sampled";
            readonly name: string;
            readonly unit: "none" | "nanoseconds" | "bytes";
            readonly startValue: 0;
            readonly endValue: number;
            /** Stacks of frame numbers, root first. */
            readonly samples: readonly (readonly number[])[];
            readonly weights: readonly number[];
        }
    ];
}
/** A frame of a speedscope file; 1-based lines and columns. */
export interface SpeedscopeFrame {
    readonly name: string;
    readonly file?: string;
    readonly line?: number;
    readonly col?: number;
}
/**
 * A column of a profile for speedscope. It has no negative widths: samples of a difference that shrank are left out.
 * Inlined calls are frames of their own.
 */
export declare function speedscopeOf(profile: Profile, column: number): SpeedscopeFile;
