import { NodeType, type Graph } from "#snapshot";

/** What a snapshot has of what a programmer counts. */
export function countsOf({ snapshot }: Graph): { functions: number; objects: number; collections: number } {
  const { types, names, count } = snapshot.nodes;
  const collections = new Set(
    ["Map", "Set", "WeakMap", "WeakSet", "Array"].map((name) => snapshot.strings.find(name)),
  );
  let functions = 0;
  let objects = 0;
  let found = 0;
  for (let node = 0; node < count; node++) {
    if (types[node] === NodeType.closure) functions++;
    else if (types[node] === NodeType.object) {
      objects++;
      if (collections.has(names[node]!)) found++;
    }
  }
  return { functions, objects, collections: found };
}
