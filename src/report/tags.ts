import { percentage, scaledLabel } from "#profile";
import { byMagnitude, wrapped } from "./int64.ts";
import { characterCount, padLeft } from "./pad.ts";
import { valueText, type Report } from "./report.ts";
import { sampleLabels } from "./sample-labels.ts";
import { compareTexts } from "./text-order.ts";
import { Weights } from "./weights.ts";

/** For every label what the samples with it come to, and with each of its values: `pprof -tags`. */
export function tags(report: Report): string {
  const text = valueText(report, report.options.unit);
  const share = (value: bigint): string => percentage(Number(value), Number(report.total));
  const blocks = Array.from(tagSums(report), ([key, sums]) => ({ key, sums }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ key, sums }) => {
      const values = Array.from(sums, ([name, value]) => ({ name, value })).sort(
        (a, b) => byMagnitude(a.value, b.value) || compareTexts(a.name, b.name),
      );
      const total = wrapped(values.reduce((sum, { value }) => sum + value, 0n));
      const head = `Total ${text(total)} of ${text(report.total)} (${share(total)})`;
      const rows = values.map(({ name, value }) => ({ cell: `${text(value)} (${share(value)}):`, name }));
      return tagBlock(`${key}:`, head, rows);
    });
  return blocks.join("");
}

/** By key and value of labels the sum of the samples that have it; numbers in the unit of their key. */
export function tagSums(report: Report): Map<string, Map<string, bigint>> {
  const { profile, options } = report;
  const weights = new Weights(profile, options.column, false);
  const found = new Map<string, Map<string, bigint>>();
  const add = (key: string, name: string, value: bigint): void => {
    let sums = found.get(key);
    if (sums === undefined) found.set(key, (sums = new Map<string, bigint>()));
    sums.set(name, wrapped((sums.get(name) ?? 0n) + value));
  };
  for (let row = 0; row < profile.samples.count; row++) {
    const labels = sampleLabels(profile, row);
    const weight = weights.shown(row);
    for (const [key, names] of labels.texts) for (const name of names) add(key, name, weight);
    for (const [key, numbers] of labels.numbers) {
      const unit = options.labelUnits.get(key) ?? "";
      for (const { value } of numbers) add(key, scaledLabel(value, unit, options.unit), weight);
    }
  }
  return found;
}

/** A table of two right-aligned columns with a space before each. */
function tagBlock(key: string, head: string, rows: readonly { cell: string; name: string }[]): string {
  const first = characterCount(key) + 1;
  const second = Math.max(0, ...rows.map(({ cell }) => characterCount(cell))) + 1;
  const lines = rows.map(({ cell, name }) => `${" ".repeat(first)}${padLeft(cell, second)} ${name}\n`);
  return `${padLeft(key, first)} ${head}\n${lines.join("")}\n`;
}
