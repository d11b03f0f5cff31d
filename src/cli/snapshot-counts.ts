import { NodeType, type Graph } from "#snapshot";

/** What a snapshot has of what a programmer counts. */
export function countsOf({ snapshot }: Graph): { functions: number; objects: number; collections: number } {
  const { types, names, count } = snapshot.nodes;
  const isCollection = new Uint8Array(snapshot.strings.count);
  for (const name of ["Map", "Set", "WeakMap", "WeakSet", "Array"]) {
    const index = snapshot.strings.find(name);
    if (index >= 0) isCollection[index] = 1;
  }
  let functions = 0;
  let objects = 0;
  let found = 0;
  for (let node = 0; node < count; node++) {
    if (types[node] === NodeType.closure) functions++;
    else if (types[node] === NodeType.object) {
      objects++;
      found += isCollection[names[node]!]!;
    }
  }
  return { functions, objects, collections: found };
}
