import { percentage } from "#profile";
import { shown, type GraphNode } from "./graph.ts";
import { wrapped } from "./int64.ts";
import { reportLabels } from "./labels.ts";
import { padLeft } from "./pad.ts";
import { reportUnit, valueText, type Report } from "./report.ts";
import { trimmedGraph } from "./trim.ts";

/** The heaviest nodes, one a line: `pprof -top`. */
export function top(report: Report): string {
  const graph = trimmedGraph(report, { edges: "inlined" });
  const unit = reportUnit(report, graph.nodes, false);
  const text = valueText(report, unit);
  const share = (value: bigint): string => percentage(Number(value), Number(report.total));
  const lines = reportLabels(report, graph, unit, false);
  lines.push("      flat  flat%   sum%        cum   cum%");
  let sum = 0n;
  for (const node of graph.nodes) {
    const flat = shown(node.flat);
    const cum = shown(node.cum);
    sum = wrapped(sum + flat);
    const own = `${padLeft(text(flat), 10)} ${share(flat)} ${share(sum)}`;
    lines.push(`${own} ${padLeft(text(cum), 10)} ${share(cum)}  ${node.name}${MARKS[inlining(node)]}`);
  }
  return `${lines.join("\n")}\n`;
}

const MARKS = { none: "", some: " (partial-inline)", all: " (inline)" } as const;

/** Whether a node's callers inlined it. */
export function inlining(node: GraphNode): "none" | "some" | "all" {
  const edges = [...node.in.values()];
  if (!edges.some(({ inline }) => inline)) return "none";
  return edges.every(({ inline }) => inline) ? "all" : "some";
}
