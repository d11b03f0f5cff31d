import type { ByteColumn } from "./model.ts";

/** The shallow sizes that retained sizes were added up from: what is left of each without all that it dominates. */
export function withoutDominated(retainedSizes: ByteColumn, dominators: Uint32Array): ByteColumn {
  const sizes = retainedSizes.slice();
  for (let node = 1; node < dominators.length; node++) sizes[dominators[node]!]! -= retainedSizes[node]!;
  return sizes;
}
