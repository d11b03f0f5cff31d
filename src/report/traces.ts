import { scaledLabel } from "#profile";
import { frameTable } from "./frame-table.ts";
import { profileLabels } from "./labels.ts";
import { nameParts } from "./node-info.ts";
import { padLeft } from "./pad.ts";
import { valueText, type Report } from "./report.ts";
import { sampleLabels } from "./sample-labels.ts";
import { compareTexts } from "./text-order.ts";
import { Weights } from "./weights.ts";

const SEPARATOR = `${"-".repeat(11)}+${"-".repeat(55)}`;

/** Every sample's labels, value and stack: `pprof -traces`. */
export function traces(report: Report): string {
  const { profile, options } = report;
  const { samples } = profile;
  const text = valueText(report, options.unit);
  const weights = new Weights(profile, options.column, options.mean);
  const table = frameTable(profile, { objectFiles: false, rename: (file) => file });
  const names = table.infos.map((info) => nameParts(info).join(" "));
  const lines = [profileLabels(report, options.unit).join("\n")];
  for (let row = 0; row < samples.count; row++) {
    const stack = samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]);
    if (stack.length === 0) continue;
    lines.push(SEPARATOR, ...labelLines(report, row));
    let margin = text(weights.shown(row));
    for (const location of stack) {
      const last = table.starts[location + 1]! - 1;
      for (let frame = table.starts[location]!; frame <= last; frame++) {
        const inline = frame === last ? "" : " (inline)";
        lines.push(`${padLeft(margin, 10)}   ${names[table.nodes[frame]!]!}${inline}`);
        margin = "";
      }
    }
  }
  lines.push(SEPARATOR);
  return `${lines.join("\n")}\n`;
}

function labelLines({ profile, options }: Report, row: number): string[] {
  const { texts, numbers } = sampleLabels(profile, row);
  const line = (key: string, values: readonly string[]): string =>
    `${padLeft(key, 10)}:  ${values.join(" ")}`;
  const textLines = Array.from(texts, ([key, values]) => line(key, values));
  const numberLines = Array.from(numbers, ([key, values]) => {
    const unit = options.labelUnits.get(key) ?? "";
    return line(
      key,
      values.map(({ value }) => scaledLabel(value, unit, "auto")),
    );
  });
  return [...textLines.sort(compareTexts), ...numberLines.sort(compareTexts)];
}
