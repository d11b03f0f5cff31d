import type { LocationIndex, Profile } from "./model.ts";
import { ProfileBuilder } from "./profile-builder.ts";

/** V8's `HeapProfiler.SamplingHeapProfile`, which is also the content of a `.heapprofile` file. */
export interface SamplingHeapProfile {
  readonly head: SamplingHeapProfileNode;
  readonly samples?: readonly { readonly size: number; readonly nodeId: number }[];
}

/** A call in the tree of allocating stacks; lines and columns are 0-based. */
export interface SamplingHeapProfileNode {
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  /** Bytes allocated here and still live, scaled up from the samples. */
  readonly selfSize: number;
  /** What `samples` refer to; without it no objects are counted. */
  readonly id?: number;
  readonly children: readonly SamplingHeapProfileNode[];
}

/** When and how a heap profile was taken. */
export interface HeapProfileOrigin {
  /** Average bytes between two samples; V8's default is 32 KiB. */
  readonly intervalBytes: number;
  readonly timeNanos?: bigint;
  readonly durationNanos?: bigint;
  readonly comments?: readonly string[];
}

/**
 * A V8 sampling heap profile as a profile with Go's sample types `inuse_objects` and `inuse_space`. V8 gives the place
 * where a function begins, not the line that allocates: it becomes the function's start line and the frame's line.
 * Functions are known by script, line, column and name. Builtins, which have no URL (`set`, `push`), are folded into
 * their caller; what nothing called, such as the engine's own `(V8 API)`, stays.
 * V8 tells bytes exactly as estimated but not how many objects they are: `inuse_objects` counts the sampled objects.
 */
export function profileOfHeapProfile(heap: SamplingHeapProfile, origin: HeapProfileOrigin): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "inuse_objects", unit: "count" },
      { type: "inuse_space", unit: "bytes" },
    ],
    defaultSampleType: "inuse_space",
    periodType: { type: "space", unit: "bytes" },
    period: BigInt(Math.round(origin.intervalBytes)),
    timeNanos: origin.timeNanos ?? 0n,
    durationNanos: origin.durationNanos ?? 0n,
    comments: origin.comments ?? [],
  });
  const converter = new HeapConverter(builder, sampledObjects(heap));
  converter.addTree(heap.head);
  return builder.build();
}

/** Sampled objects by the id of the node they were allocated at. */
function sampledObjects(heap: SamplingHeapProfile): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { nodeId } of heap.samples ?? []) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  return counts;
}

/** A stack while the tree is walked: its innermost location and the rest. */
interface Stack {
  readonly location: LocationIndex;
  readonly caller: Stack | null;
}

class HeapConverter {
  readonly #builder: ProfileBuilder;
  readonly #objects: ReadonlyMap<number, number>;
  readonly #locations = new Map<string, LocationIndex>();
  /** Bytes and objects by stack; a builtin adds to the stack of its caller. */
  readonly #totals = new Map<Stack, { bytes: number; objects: number }>();

  constructor(builder: ProfileBuilder, objects: ReadonlyMap<number, number>) {
    this.#builder = builder;
    this.#objects = objects;
  }

  /** Walks the tree without recursion: stacks of a hostile or deeply recursive program are deeper than ours. */
  addTree(head: SamplingHeapProfileNode): void {
    const open: { node: SamplingHeapProfileNode; caller: Stack | null }[] = [{ node: head, caller: null }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const stack = this.#enter(next.node, next.caller);
      this.#count(next.node, stack);
      for (const child of next.node.children) open.push({ node: child, caller: stack });
    }
    for (const [stack, { bytes, objects }] of this.#totals) {
      this.#builder.addSample([...locations(stack)], [objects, bytes]);
    }
  }

  #enter(node: SamplingHeapProfileNode, caller: Stack | null): Stack | null {
    const { functionName, url } = node.callFrame;
    if (functionName === "(root)") return null;
    if (url === "" && caller !== null) return caller;
    return { location: this.#location(node), caller };
  }

  #count(node: SamplingHeapProfileNode, stack: Stack | null): void {
    const objects = this.#objects.get(node.id ?? -1) ?? 0;
    if (stack === null || (node.selfSize === 0 && objects === 0)) return;
    const known = this.#totals.get(stack) ?? { bytes: 0, objects: 0 };
    known.bytes += Math.round(node.selfSize);
    known.objects += objects;
    this.#totals.set(stack, known);
  }

  #location(node: SamplingHeapProfileNode): LocationIndex {
    const { functionName, scriptId, url, lineNumber, columnNumber } = node.callFrame;
    const key = `${scriptId}\0${url}\0${lineNumber}\0${columnNumber}\0${functionName}`;
    let location = this.#locations.get(key);
    if (location === undefined) {
      const line = lineNumber + 1;
      const name = functionName === "" ? "(anonymous)" : functionName;
      const row = this.#builder.addFunction({ name, file: url, startLine: line });
      location = this.#builder.addLocation({ lines: [{ function: row, line, column: columnNumber + 1 }] });
      this.#locations.set(key, location);
    }
    return location;
  }
}

function* locations(stack: Stack): Generator<LocationIndex> {
  for (let at: Stack | null = stack; at !== null; at = at.caller) yield at.location;
}
