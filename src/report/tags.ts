import { percentage, scaledLabel } from "#profile";
import { characterCount, padLeft } from "./pad.ts";
import { sampleWeights, valueText, type Report } from "./report.ts";
import { sampleLabels } from "./sample-labels.ts";
import { compareTexts } from "./text-order.ts";

/** For every label what the samples with it come to, and with each of its values: `pprof -tags`. */
export function tags(report: Report): string {
  const text = valueText(report, report.options.unit);
  const share = (value: number): string => percentage(value, report.total);
  const blocks = Array.from(tagSums(report), ([key, sums]) => ({ key, sums }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ key, sums }) => {
      const values = Array.from(sums, ([name, value]) => ({ name, value })).sort(
        (a, b) => Math.abs(b.value) - Math.abs(a.value) || compareTexts(a.name, b.name),
      );
      const total = values.reduce((sum, { value }) => sum + value, 0);
      const head = `Total ${text(total)} of ${text(report.total)} (${share(total)})`;
      const rows = values.map(({ name, value }) => ({ cell: `${text(value)} (${share(value)}):`, name }));
      return tagBlock(`${key}:`, head, rows);
    });
  return blocks.join("");
}

/** By key and value of labels the sum of the samples that have it; numbers in the unit of their key. */
export function tagSums(report: Report): Map<string, Map<string, number>> {
  const { profile, options } = report;
  const { values } = sampleWeights(report);
  const found = new Map<string, Map<string, number>>();
  const add = (key: string, name: string, value: number): void => {
    let sums = found.get(key);
    if (sums === undefined) found.set(key, (sums = new Map<string, number>()));
    sums.set(name, (sums.get(name) ?? 0) + value);
  };
  for (let row = 0; row < profile.samples.count; row++) {
    const labels = sampleLabels(profile, row);
    for (const [key, names] of labels.texts) for (const name of names) add(key, name, values[row]!);
    for (const [key, numbers] of labels.numbers) {
      const unit = options.labelUnits.get(key) ?? "";
      for (const { value } of numbers) add(key, scaledLabel(Number(value), unit, options.unit), values[row]!);
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
