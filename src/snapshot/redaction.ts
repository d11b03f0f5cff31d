import { userRoots } from "./user-roots.ts";
import { EDGE_TYPE_SHIFT, EdgeType, NodeType, type Snapshot } from "./model.ts";

/** More properties than any class has: an object with that many is a dictionary, its keys are data. */
const DICTIONARY_PROPERTIES = 64;

/** Node types whose name is a text or number of the program's data. */
const DATA_TYPES: ReadonlySet<number> = new Set([
  NodeType.string,
  NodeType.concatenatedString,
  NodeType.slicedString,
  NodeType.number,
  NodeType.bigint,
  NodeType.regexp,
]);

/**
 * The strings of a snapshot without what programs keep in them: texts, numbers, and the keys of objects that serve as
 * dictionaries become their length, `<12 bytes>`. What names a class, a variable, a field or a file stays, as it does
 * where data happens to be the same word.
 */
export function withoutTexts(snapshot: Snapshot): { bytes: Uint8Array; starts: Uint32Array } {
  const { strings } = snapshot;
  const keep = namesOfCode(snapshot);
  const bytes = new Uint8Array(strings.bytes.length + strings.count * 20);
  const starts = new Uint32Array(strings.count + 1);
  const encoder = new TextEncoder();
  let at = 0;
  for (let index = 0; index < strings.count; index++) {
    starts[index] = at;
    const raw = strings.bytes.subarray(strings.starts[index], strings.starts[index + 1]);
    const shown = keep[index] === 1 || raw.length === 0 ? raw : encoder.encode(`<${raw.length} bytes>`);
    bytes.set(shown, at);
    at += shown.length;
  }
  starts[strings.count] = at;
  return { bytes: bytes.slice(0, at), starts };
}

/** Marks the strings that name something of the program's code rather than being its data. */
function namesOfCode(snapshot: Snapshot): Uint8Array {
  const { nodes, edges, strings } = snapshot;
  const globals = globalObjects(snapshot);
  const keep = new Uint8Array(strings.count);
  for (let node = 0; node < nodes.count; node++) {
    const type = nodes.types[node]!;
    if (!DATA_TYPES.has(type)) keep[nodes.names[node]!] = 1;
    const first = nodes.firstEdges[node]!;
    const last = nodes.firstEdges[node + 1]!;
    const isDictionary =
      last - first > DICTIONARY_PROPERTIES &&
      !globals.has(node) &&
      countProperties(edges.ends, first, last) > DICTIONARY_PROPERTIES;
    for (let edge = first; edge < last; edge++) {
      const edgeType = edges.ends[edge]! >>> EDGE_TYPE_SHIFT;
      if (edgeType === EdgeType.element || edgeType === EdgeType.hidden) continue;
      if (edgeType === EdgeType.property && isDictionary) continue;
      keep[edges.names[edge]!] = 1;
    }
  }
  return keep;
}

function countProperties(ends: Uint32Array, first: number, last: number): number {
  let count = 0;
  for (let edge = first; edge < last; edge++)
    if (ends[edge]! >>> EDGE_TYPE_SHIFT === EdgeType.property) count++;
  return count;
}

/** The global objects, whose properties are names of the program though there are many. */
function globalObjects(snapshot: Snapshot): ReadonlySet<number> {
  const { nodes, strings } = snapshot;
  const found = new Set<number>(userRoots(snapshot));
  for (let node = 0; node < nodes.count; node++) {
    const isObject = nodes.types[node] === NodeType.object;
    const edgeCount = nodes.firstEdges[node + 1]! - nodes.firstEdges[node]!;
    if (!isObject || edgeCount <= DICTIONARY_PROPERTIES) continue;
    if (/^(?:global|Window|Object \/ )/u.test(strings.get(nodes.names[node]!))) found.add(node);
  }
  return found;
}
