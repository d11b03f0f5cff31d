import type { Scene } from "./scene.ts";
/** A scene as a self-contained SVG file. */
export declare function svgOf({ width, height, ground, title, shapes }: Scene): string;
