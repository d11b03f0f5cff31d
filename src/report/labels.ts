import { percentage, scaledLabel, scaleMeasurement } from "#profile";
import { baseName } from "./go-path.ts";
import { shown } from "./graph.ts";
import { fractionOf, truncated, wrapped } from "./int64.ts";
import { shortTime } from "./local-time.ts";
import { sampleKind, valueText, type Report } from "./report.ts";
import type { TrimmedGraph } from "./trim.ts";

/** The header lines that say what the profile is. */
export function profileLabels(report: Report, unit: string): string[] {
  const { profile } = report;
  const labels = [
    ...mappingLabels(report),
    ...profile.comments.filter((comment) => !comment.startsWith("#")),
  ];
  const { type } = sampleKind(report);
  if (type !== "") labels.push(`Type: ${type}`);
  if (profile.docUrl !== "") labels.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) labels.push(`Time: ${shortTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) labels.push(durationLabel(report, unit));
  return labels;
}

function mappingLabels({ profile: { mappings, strings } }: Report): string[] {
  if (mappings.count === 0) return [];
  const file = strings.at(mappings.files[0]!);
  const buildId = strings.at(mappings.buildIds[0]!);
  return [
    ...(file === "" ? [] : [`File: ${baseName(file)}`]),
    ...(buildId === "" ? [] : [`Build ID: ${buildId}`]),
  ];
}

function durationLabel(report: Report, unit: string): string {
  const nanos = Number(report.profile.durationNanos);
  const spent = scaleMeasurement(report.total, sampleKind(report).unit, "nanoseconds");
  const isTime = spent.unit === "ns" && spent.value !== 0;
  const ratio = isTime ? `(${percentage(truncated(spent.value), nanos)})` : "";
  const duration = scaledLabel(nanos, "nanoseconds", "auto");
  return `Duration: ${duration}, Total samples = ${valueText(report, unit)(report.total)} ${ratio}`;
}

/** The header lines of a report on a graph; `full` shows all of them, and how to read a picture. */
export function reportLabels(report: Report, graph: TrimmedGraph, unit: string, full: boolean): string[] {
  const { options, total } = report;
  const text = valueText(report, unit);
  const labels = full || !options.compactLabels ? profileLabels(report, unit) : [];
  if (options.activeFilters.length > 0)
    labels.push("Active filters:", ...options.activeFilters.map(filterLabel));
  const sum = wrapped(graph.nodes.reduce((all, { flat }) => all + shown(flat), 0n));
  labels.push(
    `Showing nodes accounting for ${text(sum)}, ${percentage(Number(sum), Number(total)).trim()} of ${text(total)} total`,
  );
  if (total !== 0n) {
    const cutoff = (fraction: number): string => text(fractionOf(total, fraction));
    const nodes = graph.nodes.length;
    if (graph.droppedNodes > 0)
      labels.push(`Dropped ${counted(graph.droppedNodes, "node")} (cum <= ${cutoff(options.nodeFraction)})`);
    if (full && graph.droppedEdges > 0)
      labels.push(`Dropped ${counted(graph.droppedEdges, "edge")} (freq <= ${cutoff(options.edgeFraction)})`);
    if (nodes > 0 && nodes < graph.heavyNodes)
      labels.push(`Showing top ${nodes} nodes out of ${graph.heavyNodes}`);
  }
  if (full) labels.push("\nSee https://git.io/JfYMW for how to read the graph");
  return labels;
}

const LONGEST_FILTER = 80;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function filterLabel(filter: string): string {
  const bytes = encoder.encode(filter);
  if (bytes.length <= LONGEST_FILTER) return `   ${filter}`;
  return `   ${decoder.decode(bytes.subarray(0, LONGEST_FILTER))}…`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count > 1 ? "s" : ""}`;
}
