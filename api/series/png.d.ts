import type { Raster } from "./raster.ts";
/**
 * Pixels as a PNG file (W3C PNG, third edition): 8 bits a channel, no filter. `deflate` compresses to a zlib
 * stream (RFC 1950), as `node:zlib`'s `deflateSync` does.
 */
export declare function pngOf({ width, height, pixels }: Raster, deflate: (bytes: Uint8Array) => Uint8Array): Uint8Array;
