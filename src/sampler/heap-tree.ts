import { fileURLToPath } from "node:url";
import type { CallFrame } from "#profile";

/** V8's `HeapProfiler.SamplingHeapProfile` as the protocol gives it, samples numbered in the order they were taken. */
export interface HeapTree {
  readonly head: HeapTreeNode;
  readonly samples: readonly HeapSample[];
}

/** One sampled object, alive when the profile was read, with the bytes it stands for. */
export interface HeapSample {
  readonly size: number;
  readonly nodeId: number;
  /** Counts every sample of a sampler, those of dead objects too: so the last one tells how much was allocated. */
  readonly ordinal: number;
}

/** A call in the tree of allocating stacks; lines and columns are 0-based and are those where the function begins. */
interface HeapTreeNode {
  readonly callFrame: CallFrame;
  readonly id: number;
  readonly children: readonly HeapTreeNode[];
}

/** A frame of a stack: a function known by script, place and name. Lines and columns are 1-based. */
export interface StackFrame {
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly startLine: number;
  readonly line: number;
  readonly column: number;
}

/** A stack, innermost frame and its callers. */
export interface Stack {
  readonly frame: StackFrame;
  readonly caller: Stack | null;
  /** How many frames. */
  readonly depth: number;
}

/**
 * The stack of every node, by node id. Built-in functions, which have no URL (`set`, `push`), are folded into their
 * caller; what nothing called, such as the engine's own `(V8 API)`, stays. Without recursion, whatever the depth.
 */
export function stacksOf(tree: HeapTree): Map<number, Stack | null> {
  const stacks = new Map<number, Stack | null>();
  const open: { node: HeapTreeNode; caller: Stack | null }[] = [{ node: tree.head, caller: null }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const stack = enter(next.node, next.caller);
    stacks.set(next.node.id, stack);
    for (const child of next.node.children) open.push({ node: child, caller: stack });
  }
  return stacks;
}

function enter({ callFrame }: HeapTreeNode, caller: Stack | null): Stack | null {
  if (callFrame.functionName === "(root)") return null;
  if (callFrame.url === "" && caller !== null) return caller;
  return { frame: frameOf(callFrame), caller, depth: (caller?.depth ?? 0) + 1 };
}

/** A frame as V8 gives it: the function, and the place where it begins. */
export function frameOf(callFrame: CallFrame): StackFrame {
  const { functionName, scriptId, url, lineNumber, columnNumber } = callFrame;
  return {
    key: `${scriptId}\0${url}\0${lineNumber}\0${columnNumber}\0${functionName}`,
    name: shownName(functionName),
    file: scriptFile(url),
    startLine: lineNumber + 1,
    line: lineNumber + 1,
    column: columnNumber + 1,
  };
}

/** A script's path where V8 gives a `file:` URL, as it does for ES modules; other names stay. */
export function scriptFile(url: string): string {
  if (!url.startsWith("file:")) return url;
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** Frames from the innermost out. */
export function* framesOf(stack: Stack): Generator<StackFrame> {
  for (let at: Stack | null = stack; at !== null; at = at.caller) yield at.frame;
}

/**
 * V8's own names in round brackets, as it writes most of them: pprof takes `<instance_members_initializer>` for the
 * arguments of a template and leaves it out.
 */
export function shownName(functionName: string): string {
  return functionName === "" ? "(anonymous)" : functionName.replace(/^<(\w+)>$/, "($1)");
}
