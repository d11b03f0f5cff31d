import { jsonInteger, jsonPlace, jsonValue, type JsonPlace } from "./document.ts";
import { frameTable } from "./frame-table.ts";
import { wrapped } from "./int64.ts";
import type { Report } from "./report.ts";
import { sampleLabels } from "./sample-labels.ts";
import { tagSums } from "./tags.ts";
import { compareTexts } from "./text-order.ts";
import { Weights } from "./weights.ts";

/** A number that samples are labelled with. */
export interface JsonNumberLabel {
  readonly value: number | string;
  readonly unit: string;
}

/** A sample: its value, labels and stack, innermost frame first. */
export interface JsonTrace {
  readonly value: number;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly numberLabels: Readonly<Record<string, readonly JsonNumberLabel[]>>;
  readonly stack: readonly (JsonPlace & { readonly inline: boolean })[];
}

/** Every sample that has a stack. */
export function tracesDocument(report: Report): { samples: JsonTrace[] } {
  const { profile, options } = report;
  const { samples } = profile;
  const weights = new Weights(profile, options.column, options.mean);
  const table = frameTable(profile, { objectFiles: false, rename: (file) => file });
  const places = table.infos.map(jsonPlace);
  const value = jsonValue(report);
  const traces: JsonTrace[] = [];
  for (let row = 0; row < samples.count; row++) {
    const stack: (JsonPlace & { inline: boolean })[] = [];
    for (let i = samples.locationStarts[row]!; i < samples.locationStarts[row + 1]!; i++) {
      const last = table.starts[samples.locations[i]! + 1]! - 1;
      for (let frame = table.starts[samples.locations[i]!]!; frame <= last; frame++)
        stack.push({ ...places[table.nodes[frame]!]!, inline: frame !== last });
    }
    if (stack.length === 0) continue;
    const { texts, numbers } = sampleLabels(profile, row);
    traces.push({
      value: value(weights.shown(row)),
      labels: Object.fromEntries(texts),
      numberLabels: Object.fromEntries(
        Array.from(numbers, ([key, of]) => [
          key,
          of.map((label) => ({
            value: jsonInteger(label.value),
            unit: label.unit || (options.labelUnits.get(key) ?? ""),
          })),
        ]),
      ),
      stack,
    });
  }
  return { samples: traces };
}

/** By key and value of labels what the samples that have it come to. */
export function tagsDocument(report: Report): {
  keys: { key: string; total: number; values: { name: string; value: number }[] }[];
} {
  const value = jsonValue(report);
  const keys = Array.from(tagSums(report), ([key, sums]) => ({
    key,
    total: value(wrapped([...sums.values()].reduce((sum, one) => sum + one, 0n))),
    values: Array.from(sums, ([name, sum]) => ({ name, value: value(sum) })).sort(
      (a, b) => Math.abs(b.value) - Math.abs(a.value) || compareTexts(a.name, b.name),
    ),
  }));
  return { keys: keys.sort((a, b) => compareTexts(a.key, b.key)) };
}
