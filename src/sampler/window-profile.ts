import { framesOf, stacksOf, type HeapTree } from "./heap-tree.ts";
import { ObjectSizes } from "./object-sizes.ts";
import { StackTable, type StackRow } from "./stack-table.ts";

/**
 * What was allocated between two readings of one run and lives at the second, by stack, in the four columns of a heap
 * profile. Samples are numbered, so what is new is known without starting the sampler anew.
 */
export function allocatedBetween(
  before: HeapTree,
  after: HeapTree,
  intervalBytes: number,
): Iterable<StackRow> {
  const last = before.samples.reduce((most, { ordinal }) => Math.max(most, ordinal), 0);
  const stacks = stacksOf(after);
  const sizes = new ObjectSizes(intervalBytes);
  const table = new StackTable(4);
  for (const { size, nodeId, ordinal } of after.samples) {
    const stack = stacks.get(nodeId) ?? null;
    if (stack === null || ordinal <= last) continue;
    const { values } = table.row([...framesOf(stack)]);
    const objects = sizes.objects(size);
    for (const [column, value] of [objects, size, objects, size].entries()) values[column]! += value;
  }
  return table.rows();
}
