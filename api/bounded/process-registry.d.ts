import type { Registry } from "./registry.ts";
/** All bounded and watched collections of this process, or of this worker. */
export declare const registry: Registry;
