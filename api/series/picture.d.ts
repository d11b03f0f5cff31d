import { type Point } from "./point.ts";
import type { Scene } from "./scene.ts";
/** A line of the picture. */
export interface PictureSeries {
    readonly name: string;
    /** One list of points per life of the process. */
    readonly lives: readonly (readonly Point[])[];
}
/** What the picture says beside its lines. */
export interface PictureOptions {
    readonly title: string;
    /** Pixels. */
    readonly width: number;
    readonly height: number;
    /** Bytes at which the process dies, drawn across; null when it is not known. */
    readonly limit: {
        readonly bytes: number;
        readonly name: string;
    } | null;
    readonly formatValue: (value: number) => string;
    /** Writes milliseconds since the start of the picture. */
    readonly formatTime: (elapsedMs: number) => string;
}
/**
 * Memory over time as a picture: every life of the process, the drop between lives, and the limit. The value axis
 * starts at zero, so that what is nearly flat looks it.
 */
export declare function memoryPicture(series: readonly PictureSeries[], options: PictureOptions): Scene;
