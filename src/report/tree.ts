import { percentage } from "#profile";
import { shown, type GraphEdge } from "./graph.ts";
import { wrapped } from "./int64.ts";
import { reportLabels } from "./labels.ts";
import { sortedEdges } from "./node-order.ts";
import { padLeft } from "./pad.ts";
import { ReportError } from "./report-error.ts";
import { reportUnit, valueText, type Report } from "./report.ts";
import { trimmedGraph } from "./trim.ts";

const SEPARATOR = `${"-".repeat(58)}+${"-".repeat(13)}`;
const LEGEND = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

/** What a name is looked for with. */
export interface NamePattern {
  readonly source: string;
  readonly matches: (text: string) => boolean;
}

/** Every node with its callers above and its callees below it: `pprof -tree`. */
export function tree(report: Report): string {
  return treeOf(report, null);
}

/** The same for the nodes whose name matches: `pprof -peek`. Throws ReportError when none does. */
export function peek(report: Report, pattern: NamePattern): string {
  return treeOf(report, pattern);
}

function treeOf(report: Report, pattern: NamePattern | null): string {
  const graph = trimmedGraph(report, { edges: "all" });
  const unit = reportUnit(report, graph.nodes, false);
  const text = valueText(report, unit);
  const share = (value: bigint): string => percentage(Number(value), Number(report.total));
  const lines = [...reportLabels(report, graph, unit, false), SEPARATOR, LEGEND];
  const neighbour = (edge: GraphEdge, name: string, cum: bigint): string =>
    `${padLeft(text(edge.sum.value), 50)} ${percentage(Number(edge.sum.value), Number(cum))} |   ${name}${edge.inline ? " (inline)" : ""}`;
  let sum = 0n;
  let matched = 0;
  for (const node of graph.nodes) {
    if (pattern !== null && !pattern.matches(node.name)) continue;
    matched++;
    const flat = shown(node.flat);
    const cum = shown(node.cum);
    sum = wrapped(sum + flat);
    const own = `${padLeft(text(flat), 10)} ${share(flat)} ${share(sum)}`;
    lines.push(
      SEPARATOR,
      ...sortedEdges(node.in.values()).map((edge) => neighbour(edge, edge.from.name, cum)),
      `${own} ${padLeft(text(cum), 10)} ${share(cum)}                | ${node.name}`,
      ...sortedEdges(node.out.values()).map((edge) => neighbour(edge, edge.to.name, cum)),
    );
  }
  if (graph.nodes.length > 0) lines.push(SEPARATOR);
  if (pattern !== null && matched === 0)
    throw new ReportError(`no matches found for regexp: ${pattern.source}`);
  return `${lines.join("\n")}\n`;
}
