import type { GraphEdge, GraphNode } from "./graph.ts";
import { wrapped } from "./int64.ts";
import { sortKey } from "./node-info.ts";
import { sortedEdges } from "./node-order.ts";
import { ReportError } from "./report-error.ts";
import type { Report } from "./report.ts";
import { compareTexts } from "./text-order.ts";
import type { NamePattern } from "./tree.ts";
import { wholeGraph } from "./trim.ts";

/**
 * Gives the lines of a source file as it is named in the profile; throws when there is no such file, with a message to
 * print. Asked once for each file.
 */
export type SourceReader = (file: string) => readonly string[];

/** A line of source with what was spent at it. */
export interface ListedLine {
  /** From 1 on. */
  readonly line: number;
  readonly text: string;
  readonly flat: bigint;
  readonly cum: bigint;
  /** Calls from this line to other functions, heaviest first; only where asked for. */
  readonly calls: readonly GraphEdge[];
}

/** A function in one source file. */
export interface ListedFile {
  readonly file: string;
  readonly flat: bigint;
  readonly cum: bigint;
  readonly lines: readonly ListedLine[];
  /** Why there are no lines; null when there are. */
  readonly error: string | null;
}

/** A function that was asked for; without files when the profile does not say where it is. */
export interface ListedFunction {
  readonly name: string;
  readonly files: readonly ListedFile[];
}

/**
 * The source of the functions whose name matches with what was spent at each line, by name and file. Throws ReportError
 * when none matches.
 */
export function listedSource(
  report: Report,
  pattern: NamePattern,
  readSource: SourceReader,
  calls: "calls" | "no calls",
): ListedFunction[] {
  const nodes = wholeGraph(report, { edges: calls === "calls" ? "all" : "none", objectFiles: true });
  const functions = grouped(
    nodes.filter(({ info }) => pattern.matches(info.name)),
    ({ info }) => info.name,
  );
  if (functions.size === 0) throw new ReportError(`no matches found for regexp: ${pattern.source}`);
  const sources = new Sources(readSource);
  return [...functions.keys()].sort(compareTexts).map((name) => {
    const files = grouped(
      functions.get(name)!.filter(({ info }) => info.file !== ""),
      ({ info }) => info.file,
    );
    return {
      name,
      files: [...files.keys()].sort(compareTexts).map((file) => listedFile(files.get(file)!, sources)),
    };
  });
}

/** Nodes by a key, in an order that does not depend on that of the profile. */
function grouped(nodes: readonly GraphNode[], key: (node: GraphNode) => string): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes.toSorted((a, b) => compareTexts(sortKey(a.info), sortKey(b.info)))) {
    const group = groups.get(key(node));
    if (group === undefined) groups.set(key(node), [node]);
    else group.push(node);
  }
  return groups;
}

function sums(nodes: readonly GraphNode[]): { flat: bigint; cum: bigint } {
  let flat = 0n;
  let cum = 0n;
  for (const node of nodes) {
    flat += node.flat.value;
    cum += node.cum.value;
  }
  return { flat: wrapped(flat), cum: wrapped(cum) };
}

function listedFile(nodes: readonly GraphNode[], sources: Sources): ListedFile {
  const { file } = nodes[0]!.info;
  const { start, end } = lineRange(nodes);
  const lines: ListedLine[] = [];
  for (let line = start; line <= end; line++) {
    const text = sources.lines(file)[line - 1];
    if (text === undefined) break;
    const here = nodes.filter(({ info }) => info.line === line);
    const calls = sortedEdges(here.flatMap((node) => [...node.out.values()]));
    lines.push({ line, text, ...sums(here), calls });
  }
  const error = sources.errorOf(file) ?? null;
  return { file, ...sums(nodes), lines: error === null ? lines : [], error };
}

/** Source files as they are read, and why some could not be; a file that no line is shown of is not looked for. */
class Sources {
  readonly #read: SourceReader;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #errors = new Map<string, string>();

  constructor(read: SourceReader) {
    this.#read = read;
  }

  errorOf(file: string): string | undefined {
    return this.#errors.get(file);
  }

  lines(file: string): readonly string[] {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = this.#readLines(file);
      this.#lines.set(file, lines);
    }
    return lines;
  }

  #readLines(file: string): readonly string[] {
    try {
      return this.#read(file);
    } catch (error) {
      this.#errors.set(file, error instanceof Error ? error.message : String(error));
      return [];
    }
  }
}

/** Lines shown before a function without a known start, and after the last line with a value. */
const MARGIN = 5;

/** From the function's start, or a margin before its first line, to a margin after its last. */
function lineRange(nodes: readonly GraphNode[]): { start: number; end: number } {
  const startOf = ({ info }: GraphNode): number =>
    info.startLine === 0 ? info.line - MARGIN : info.startLine;
  let start = startOf(nodes[0]!);
  let end = nodes[0]!.info.line + MARGIN;
  for (const node of nodes) {
    // As pprof does it: a line that moves the start does not move the end.
    if (startOf(node) < start) start = startOf(node);
    else end = Math.max(end, node.info.line + MARGIN);
  }
  return { start: Math.max(1, start), end };
}
