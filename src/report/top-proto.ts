import { ProfileBuilder, scaleMeasurement, type FunctionIndex, type Profile } from "#profile";
import { truncated } from "./int64.ts";
import { shown, type Sum } from "./graph.ts";
import type { NodeInfo } from "./node-info.ts";
import { reportUnit, sampleKind, type Report } from "./report.ts";
import { trimmedGraph } from "./trim.ts";

/** The heaviest nodes as a profile of one-frame samples with the values cum and flat: `pprof -topproto`. */
export function topProto(report: Report): Profile {
  const { timeNanos, durationNanos, periodType, period } = report.profile;
  const graph = trimmedGraph(report, { edges: "none" });
  const unit = reportUnit(report, graph.nodes, false);
  const builder = new ProfileBuilder({
    sampleTypes: ["cum", "flat"].map((type) => ({ type, unit })),
    timeNanos,
    durationNanos,
    periodType,
    period,
  });
  const functions = new Map<string, FunctionIndex>();
  const from = sampleKind(report).unit;
  const scaled = (sum: Sum): number => truncated(scaleMeasurement(shown(sum), from, unit).value);
  for (const { info, flat, cum } of graph.nodes) {
    const row = functionOf(builder, functions, info);
    const { address, line, column } = info;
    const location = builder.addLocation({ address, lines: [{ function: row, line, column }] });
    builder.addSample([location], [scaled(cum), scaled(flat)]);
  }
  return builder.build();
}

function functionOf(
  builder: ProfileBuilder,
  known: Map<string, FunctionIndex>,
  info: NodeInfo,
): FunctionIndex {
  const { name, file, startLine } = info;
  const key = `${name}\0${file}\0${startLine}`;
  let row = known.get(key);
  if (row === undefined) {
    row = builder.addFunction({ name, systemName: "", file, startLine });
    known.set(key, row);
  }
  return row;
}
