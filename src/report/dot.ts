import { percentage } from "#profile";
import { shareColour } from "./dot-colour.ts";
import { tagBoxes } from "./dot-tags.ts";
import { baseName } from "./go-path.ts";
import { shown, type GraphEdge, type GraphNode } from "./graph.ts";
import { magnitude, truncated, wrapped } from "./int64.ts";
import { reportLabels } from "./labels.ts";
import { nameParts, type NodeInfo } from "./node-info.ts";
import { sortedEdges } from "./node-order.ts";
import { reportUnit, valueText, type Report } from "./report.ts";
import { shortFunctionName } from "./short-name.ts";
import { trimmedGraph } from "./trim.ts";

/** The graph in Graphviz' language: `pprof -dot`. By google/pprof internal/graph/dotgraph.go. */
export function dot(report: Report): string {
  const graph = trimmedGraph(report, { edges: "all", picture: true, callTree: true });
  const unit = reportUnit(report, graph.nodes, false);
  const title = reportTitle(report);
  const lines = [
    `digraph "${title === "" ? "unnamed" : title}" {`,
    'node [style=filled fillcolor="#f8f8f8"]',
    ...legend(title, reportLabels(report, graph, unit, true)),
    ...new Picture(graph.nodes, report.total, valueText(report, unit)).lines(),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function reportTitle({ profile: { mappings, strings } }: Report): string {
  const file = mappings.count === 0 ? "" : strings.at(mappings.files[0]!);
  return file === "" ? "" : baseName(file);
}

function legend(title: string, labels: readonly string[]): string[] {
  const [first] = labels;
  if (first === undefined) return [];
  const tooltip = title === "" ? "" : ` tooltip="${title}"`;
  const label = labels.map(escaped).join(String.raw`\l`);
  return [`subgraph cluster_L { "${escaped(first)}" [shape=box fontsize=16 label="${label}\\l"${tooltip}] }`];
}

/** Nodes and edges of a picture. */
class Picture {
  readonly #nodes: readonly GraphNode[];
  readonly #ids: ReadonlyMap<GraphNode, number>;
  readonly #total: bigint;
  readonly #text: (value: bigint) => string;
  readonly #largestFlat: number;
  readonly #boxed = new Set<GraphNode>();

  constructor(nodes: readonly GraphNode[], total: bigint, text: (value: bigint) => string) {
    this.#nodes = nodes;
    this.#ids = new Map(nodes.map((node, i) => [node, i + 1]));
    this.#total = total;
    this.#text = text;
    this.#largestFlat = nodes.reduce(
      (largest, { flat }) => Math.max(largest, Number(magnitude(shown(flat)))),
      -Infinity,
    );
  }

  lines(): string[] {
    const lines: string[] = [];
    const edges: GraphEdge[] = [];
    for (const [i, node] of this.#nodes.entries()) {
      const boxes = tagBoxes(node, i + 1, this.#text);
      if (boxes.length > 0) this.#boxed.add(node);
      lines.push(this.#node(node, i + 1), ...boxes);
      edges.push(...node.out.values());
    }
    return [...lines, ...sortedEdges(edges).map((edge) => this.#edge(edge))];
  }

  #node(node: GraphNode, id: number): string {
    const flat = shown(node.flat);
    const cum = shown(node.cum);
    const share = Number(cum) / Number(magnitude(this.#total));
    const cumText = this.#text(cum);
    const ratio = this.#largestFlat === 0 ? 0 : Number(magnitude(flat)) / this.#largestFlat;
    const growth = BigInt(truncated(Math.ceil(16 * Math.sqrt(ratio))));
    return [
      `N${id} [label="${multilineName(node.info)}${this.#weights(flat, cum)}" id="node${id}"`,
      `fontsize=${8n + growth} shape=box tooltip="${escaped(node.name)} (${cumText})"`,
      `color="${shareColour(share, false)}" fillcolor="${shareColour(share, true)}"]`,
    ].join(" ");
  }

  #weights(flat: bigint, cum: bigint): string {
    const share = (value: bigint): string => percentage(Number(value), Number(this.#total)).trim();
    const own = flat === 0n ? "0" : `${this.#text(flat)} (${share(flat)})`;
    if (cum === flat) return own;
    return `${own}${flat === 0n ? " " : String.raw`\n`}of ${this.#text(cum)} (${share(cum)})`;
  }

  #edge(edge: GraphEdge): string {
    const value = shown(edge.sum);
    const weight = this.#text(value);
    const parts = [`label=" ${weight}${edge.inline ? String.raw`\n (inline)` : ""}"`];
    if (this.#total !== 0n) {
      const scaled = (most: number): number =>
        1 + Math.min(Number(magnitude(wrapped(value * BigInt(most)) / this.#total)), most);
      if (scaled(100) > 1) parts.push(`weight=${scaled(100)}`);
      if (scaled(5) > 1) parts.push(`penwidth=${scaled(5)}`);
      parts.push(`color="${shareColour(Number(value) / Number(magnitude(this.#total)), false)}"`);
    }
    const arrow = edge.residual ? "..." : "->";
    const tooltip = `"${escaped(edge.from.name)} ${arrow} ${escaped(edge.to.name)} (${weight})"`;
    parts.push(`tooltip=${tooltip} labeltooltip=${tooltip}`);
    if (edge.residual) parts.push('style="dotted"');
    if (this.#boxed.has(edge.from)) parts.push("minlen=2");
    return `N${this.#id(edge.from)} -> N${this.#id(edge.to)} [${parts.join(" ")}]`;
  }

  /** An edge may lead to a node that is not listed, since it came to nothing: pprof numbers it 0. */
  #id(node: GraphNode): number {
    return this.#ids.get(node) ?? 0;
  }
}

/** A node's name with a line for each part. */
function multilineName(info: NodeInfo): string {
  const name = escaped(shortFunctionName(info.name))
    .replaceAll("::", String.raw`\n`)
    .replaceAll("[...]", "[…]")
    .replaceAll(".", String.raw`\n`);
  const file = info.file === "" ? "" : baseName(info.file);
  return nameParts({ ...info, name, file })
    .map((part) => `${part}\\n`)
    .join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\l`);
}
