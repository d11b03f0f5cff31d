import { household } from "./household.ts";
import type { Registry } from "./registry.ts";

/** All bounded and watched collections of this process, or of this worker. */
export const registry: Registry = household.registry;
