import { inOrder, type Point } from "./point.ts";
import { quantile } from "./quantile.ts";

const MOST_BLOCKS = 48;
const POINTS_PER_BLOCK = 4;

/** How a series is cut into blocks. */
export interface FloorOptions {
  /** Default: one block per four points, 48 at most. A block should be as long as a tooth or longer. */
  readonly blocks?: number;
  /** Which quantile of a block stands for it; default 0.1. */
  readonly quantile?: number;
}

/**
 * The lower envelope of a sawtooth: heap use climbs with garbage and drops at each collection, so the low
 * values of a stretch of time are close to what is really alive. The time span is cut into equal blocks and
 * each block that has points gives one: its 10 % quantile, at the block's middle. A quantile rather than the
 * minimum, because one odd sample must not stand for a whole block.
 */
export function floorOf(points: readonly Point[], options: FloorOptions = {}): readonly Point[] {
  const sorted = inOrder(points);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const wanted = options.blocks ?? Math.min(MOST_BLOCKS, Math.ceil(sorted.length / POINTS_PER_BLOCK));
  const count = last.atMs > first.atMs ? Math.max(1, Math.floor(wanted)) : 1;
  const width = (last.atMs - first.atMs) / count;
  const blocks = Array.from({ length: count }, (): number[] => []);
  for (const { atMs, value } of sorted) {
    const block = width > 0 ? Math.min(count - 1, Math.floor((atMs - first.atMs) / width)) : 0;
    blocks[block]?.push(value);
  }
  return blocks.flatMap((values, index) =>
    values.length === 0
      ? []
      : [
          {
            atMs: first.atMs + (index + 0.5) * width,
            value: quantile(
              values.toSorted((a, b) => a - b),
              options.quantile ?? 0.1,
            ),
          },
        ],
  );
}
