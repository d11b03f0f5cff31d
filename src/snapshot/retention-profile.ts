import { ProfileBuilder, type LocationIndex, type Profile } from "#profile";
import { EdgeType, NodeType } from "./model.ts";
import { stepTo, type Paths, type Step } from "./path-steps.ts";
import { isModuleRecord } from "./scopes.ts";

/** Steps that come again within so many are a recursion: a list is one frame, however long. */
const LONGEST_RECURSION = 4;

/**
 * A snapshot as a profile: the stack of an object is its retaining path (script, variable, field, entry, class), its values are
 * 1 object and its bytes. What pprof calls cumulative is then what is kept alive along that path, every byte counted once, and the
 * difference of two profiles is what grew there. Keys of entries are not in it. O(nodes); 4 bytes a node and the frames.
 */
export function retentionProfile(where: Paths, takenAt: Date | null = null): Profile {
  const tree = new FrameTree(where);
  const { nodes } = where.heap.snapshot;
  for (let node = 0; node < nodes.count; node++) {
    const size = nodes.selfSizes[node]!;
    if (size > 0) tree.add(tree.leafOf(node), size);
  }
  return tree.profile(takenAt);
}

interface Frame {
  readonly parent: number;
  readonly name: string;
  readonly file: string;
  objects: number;
  bytes: number;
}

/** The retaining paths of all objects, those that read the same as one. */
class FrameTree {
  readonly #where: Paths;
  readonly #frames: Frame[] = [{ parent: 0, name: "", file: "", objects: 0, bytes: 0 }];
  readonly #children = new Map<string, number>();
  readonly #known = new Map<number, Map<number, number>>();
  /** The frame of each node plus 1; 0 where not yet known. */
  readonly #frameOf: Uint32Array;

  constructor(where: Paths) {
    this.#where = where;
    this.#frameOf = new Uint32Array(where.heap.snapshot.nodes.count);
  }

  add(frame: number, bytes: number): void {
    const row = this.#frames[frame]!;
    row.objects++;
    row.bytes += bytes;
  }

  /** The frame of the class of a node, under that of the path to it. */
  leafOf(node: number): number {
    return this.#child(this.#pathFrame(node), leafName(this.#where, node), "");
  }

  #pathFrame(node: number): number {
    const { parents } = this.#where.paths;
    const way: number[] = [];
    let at = node;
    while (this.#frameOf[at] === 0 && parents[at] !== at) {
      way.push(at);
      at = parents[at]!;
    }
    let frame = this.#frameOf[at] === 0 ? this.#startFrame(at) : this.#frameOf[at]! - 1;
    this.#frameOf[at] = frame + 1;
    for (let index = way.length - 1; index >= 0; index--) {
      frame = this.#next(frame, way[index]!);
      this.#frameOf[way[index]!] = frame + 1;
    }
    return frame;
  }

  #startFrame(node: number): number {
    const { heap, scopes } = this.#where;
    if (node === 0) return 0;
    if (heap.isContext(node)) {
      const script = scopes.scriptOfContext(node);
      return this.#child(0, script === "" ? "(scope)" : script, script);
    }
    if (!isModuleRecord(heap, node)) return this.#child(0, "(not reachable)", "");
    const made = scopes.functionOfModule(node);
    const script = made < 0 ? "" : scopes.scriptOf(made);
    return this.#child(0, script === "" ? "(module)" : script, script);
  }

  /** The frame of a node below that of the node before it; alike steps from one frame are looked up. */
  #next(frame: number, node: number): number {
    const { heap, paths } = this.#where;
    const { nodes, strings } = heap.snapshot;
    const edge = paths.edges[node]!;
    const type = nodes.types[node]!;
    const before = paths.edges[paths.parents[node]!]!;
    const edgeType = heap.edgeType(edge);
    const isNumbered = edgeType === EdgeType.element || edgeType === EdgeType.hidden;
    const way = (frame * (strings.count + 1) + (isNumbered ? 0 : heap.edgeNames[edge]!)) * 8 + edgeType;
    // What tells texts apart is no part of a path.
    const name = type === NodeType.object ? nodes.names[node]! : 0;
    const end = (name * 32 + type) * (strings.count + 1) + heap.edgeNames[before]!;
    let ends = this.#known.get(way);
    if (ends === undefined) this.#known.set(way, (ends = new Map()));
    const known = ends.get(end);
    if (known !== undefined) return known;
    const next = this.#made(frame, node);
    ends.set(end, next);
    return next;
  }

  #made(frame: number, node: number): number {
    const step = stepTo(this.#where, node);
    if (step === null) return frame;
    const name = frameName(step);
    let at = frame;
    for (let back = 0; back < LONGEST_RECURSION && at !== 0; back++) {
      if (this.#frames[at]!.name === name) return at;
      at = this.#frames[at]!.parent;
    }
    return this.#child(frame, name, this.#frames[frame]!.file);
  }

  #child(parent: number, name: string, file: string): number {
    const key = `${parent}\0${name}`;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    this.#frames.push({ parent, name, file, objects: 0, bytes: 0 });
    this.#children.set(key, this.#frames.length - 1);
    return this.#frames.length - 1;
  }

  profile(takenAt: Date | null): Profile {
    const builder = new ProfileBuilder({
      sampleTypes: [
        { type: "inuse_objects", unit: "count" },
        { type: "inuse_space", unit: "bytes" },
      ],
      defaultSampleType: "inuse_space",
      timeNanos: takenAt === null ? 0n : BigInt(takenAt.getTime()) * 1_000_000n,
    });
    const functions = new Map<string, LocationIndex>();
    const location = ({ name, file }: Frame): LocationIndex => {
      const key = `${name}\0${file}`;
      const known = functions.get(key);
      if (known !== undefined) return known;
      const row = builder.addLocation({
        lines: [{ function: builder.addFunction({ name, systemName: name, file }) }],
      });
      functions.set(key, row);
      return row;
    };
    for (const frame of this.#frames) {
      if (frame.objects === 0) continue;
      const stack: LocationIndex[] = [];
      for (let at = frame; at !== this.#frames[0]; at = this.#frames[at.parent]!) stack.push(location(at));
      builder.addSample(stack, [frame.objects, frame.bytes]);
    }
    return builder.build();
  }
}

/** A step as a frame: fields begin with a dot, entries are `[…]`. */
function frameName({ kind, name, className }: Step): string {
  const of = className === "" ? "" : ` ${className}`;
  switch (kind) {
    case "property":
    case "private":
      return isFieldName(name) ? `.${name}${of}` : `[…]${of}`;
    case "element":
      return `[…]${of}`;
    case "listeners":
      return `._events.${name}`;
    case "global":
      return `globalThis.${name}`;
    case "timers":
      return `timers of ${name} ms`;
    case "prototype":
      return ".prototype";
    case "bound":
      return "(bound)";
    case "result":
      return `(result)${of}`;
    default:
      return `${name}${of}`;
  }
}

/** Whether a programmer wrote the name; keys that look like data are not shown. */
function isFieldName(name: string): boolean {
  return /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !/\d{4}/u.test(name) && name.length <= 60;
}

function leafName({ heap }: Paths, node: number): string {
  const type = heap.types[node]!;
  switch (type) {
    case NodeType.object:
      return heap.isContext(node) ? "(scope of a function)" : `(${heap.name(node)})`;
    case NodeType.closure:
      return "(function)";
    case NodeType.string:
    case NodeType.concatenatedString:
    case NodeType.slicedString:
      return "(string)";
    case NodeType.array:
      return "(store)";
    case NodeType.native:
      return `(${heap.name(node)})`;
    case NodeType.regexp:
      return "(RegExp)";
    case NodeType.bigint:
      return "(bigint)";
    default:
      return type === NodeType.code || type === NodeType.objectShape ? "(code)" : "(V8)";
  }
}
