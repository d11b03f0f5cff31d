import { percentage } from "#profile";
import type { GraphNode } from "./graph.ts";
import { sortKey } from "./node-info.ts";
import { padLeft } from "./pad.ts";
import { ReportError } from "./report-error.ts";
import { valueText, type Report } from "./report.ts";
import { compareTexts } from "./text-order.ts";
import type { NamePattern } from "./tree.ts";
import { wholeGraph } from "./trim.ts";

/**
 * Gives the lines of a source file as it is named in the profile; throws when there is no such file, with a message to
 * print. Asked once for each file.
 */
export type SourceReader = (file: string) => readonly string[];

/** The source of the functions whose name matches, with what was spent at each line: `pprof -list`. */
export function list(report: Report, pattern: NamePattern, readSource: SourceReader): string {
  const nodes = wholeGraph(report, { edges: "none", objectFiles: true });
  const functions = grouped(
    nodes.filter(({ info }) => pattern.matches(info.name)),
    ({ info }) => info.name,
  );
  if (functions.size === 0) throw new ReportError(`no matches found for regexp: ${pattern.source}`);
  const text = valueText(report, report.options.unit);
  const sources = new Sources(readSource);
  const lines = [`Total: ${text(report.total)}`];
  for (const name of [...functions.keys()].sort(compareTexts)) {
    const files = grouped(
      functions.get(name)!.filter(({ info }) => info.file !== ""),
      ({ info }) => info.file,
    );
    if (files.size === 0) lines.push(`No source information for ${name}`);
    for (const file of [...files.keys()].sort(compareTexts)) {
      const inFile = files.get(file)!;
      const { flat, cum } = sums(inFile);
      lines.push(
        `ROUTINE ======================== ${name} in ${file}`,
        `${padLeft(text(flat), 10)} ${padLeft(text(cum), 10)} (flat, cum) ${percentage(cum, report.total)} of Total`,
        ...sourceLines(inFile, sources, (value) => (value === 0 ? "." : text(value))),
      );
    }
  }
  return `${lines.join("\n")}\n`;
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

function sums(nodes: readonly GraphNode[]): { flat: number; cum: number } {
  let flat = 0;
  let cum = 0;
  for (const node of nodes) {
    flat += node.flat.value;
    cum += node.cum.value;
  }
  return { flat, cum };
}

function sourceLines(
  nodes: readonly GraphNode[],
  sources: Sources,
  text: (value: number) => string,
): string[] {
  const { file } = nodes[0]!.info;
  const { start, end } = lineRange(nodes);
  const lines: string[] = [];
  for (let line = start; line <= end; line++) {
    const source = sources.lines(file)[line - 1];
    if (source === undefined) break;
    const { flat, cum } = sums(nodes.filter(({ info }) => info.line === line));
    lines.push(`${padLeft(text(flat), 10)} ${padLeft(text(cum), 10)} ${padLeft(String(line), 6)}:${source}`);
  }
  const error = sources.errorOf(file);
  return error === undefined ? lines : [` Error: ${error}`];
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
