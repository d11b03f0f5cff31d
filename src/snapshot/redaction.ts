import { CodeNames } from "./code-names.ts";
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
 * The strings of a snapshot without what programs keep in them: texts, numbers, the keys of objects that serve as
 * dictionaries, and every name that no programmer would have written become their length, `<12 bytes>`. What names a class,
 * a variable, a field or a script stays, as it does where data happens to be the same word.
 */
export function withoutTexts(snapshot: Snapshot): { bytes: Uint8Array; starts: Uint32Array } {
  const { strings } = snapshot;
  const named = namesOfCode(snapshot);
  const names = new CodeNames(snapshot);
  const encoder = new TextEncoder();
  const shown = (index: number, raw: Uint8Array): Uint8Array => {
    const as = named[index]!;
    if (raw.length === 0) return raw;
    const text = as !== Named.not || raw.length <= LONGEST_SCRIPT ? strings.get(index) : "";
    if (as === Named.not) return names.isScript(text) ? raw : encoder.encode(`<${raw.length} bytes>`);
    const name = names.shown(text, as === Named.asWords);
    return name === text ? raw : encoder.encode(JSON.stringify(name).slice(1, -1));
  };
  const parts: Uint8Array[] = [];
  const starts = new Uint32Array(strings.count + 1);
  let at = 0;
  for (let index = 0; index < strings.count; index++) {
    starts[index] = at;
    const part = shown(index, strings.bytes.subarray(strings.starts[index], strings.starts[index + 1]));
    parts.push(part);
    at += part.length;
  }
  starts[strings.count] = at;
  const bytes = new Uint8Array(at);
  for (const [index, part] of parts.entries()) bytes.set(part, starts[index]);
  return { bytes, starts };
}

/** Longer texts are no path. */
const LONGEST_SCRIPT = 512;

/** What a string names. */
const Named = { not: 0, asWord: 1, asWords: 2 } as const;

/** For each string what of the program's code it names, rather than being its data. */
function namesOfCode(snapshot: Snapshot): Uint8Array {
  const { nodes, edges, strings } = snapshot;
  const globals = globalObjects(snapshot);
  const named = new Uint8Array(strings.count);
  for (let node = 0; node < nodes.count; node++) {
    const type = nodes.types[node]!;
    const name = nodes.names[node]!;
    if (type === NodeType.closure || type === NodeType.object) named[name] ||= Named.asWord;
    else if (!DATA_TYPES.has(type)) named[name] = Named.asWords;
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
      named[edges.names[edge]!] ||= edgeType === EdgeType.internal ? Named.asWords : Named.asWord;
    }
  }
  return named;
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
