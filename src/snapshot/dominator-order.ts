/**
 * An order of the nodes in which a dominator comes before all that it dominates, the root first and what is marked in
 * `unreached` last.
 */
export function dominatorOrder(dominators: Uint32Array, unreached: Uint8Array | null): Uint32Array {
  const { length } = dominators;
  const next = new Uint32Array(length);
  const first = new Uint32Array(length);
  // Lists of what each node dominates; 0 ends one, as the root is dominated by nothing.
  for (let node = length - 1; node > 0; node--) {
    const dominator = dominators[node]!;
    next[node] = first[dominator]!;
    first[dominator] = node;
  }
  const order = new Uint32Array(length);
  let count = 1;
  for (let at = 0; at < count; at++)
    for (let node = first[order[at]!]!; node !== 0; node = next[node]!) order[count++] = node;
  return unreached === null ? order : unreachedLast(order, unreached);
}

/** Keeps the order among the nodes that are reached, and among those that are not. */
function unreachedLast(order: Uint32Array, unreached: Uint8Array): Uint32Array {
  const reached = order.filter((node) => unreached[node] === 0);
  const sorted = new Uint32Array(order.length);
  sorted.set(reached);
  sorted.set(
    order.filter((node) => unreached[node] !== 0),
    reached.length,
  );
  return sorted;
}
