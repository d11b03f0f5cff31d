import type { Scene } from "./scene.ts";
/** Pixels of a picture, three bytes each (red, green, blue), row by row from the top. */
export interface Raster {
    readonly width: number;
    readonly height: number;
    readonly pixels: Uint8Array;
}
/** Paints a scene, `scale` pixels to each of its own, with smooth edges. */
export declare function rasterOf(scene: Scene, scale: number): Raster;
