import type { Profile } from "#profile";
import { compareTexts } from "./text-order.ts";

/** A number a sample is labelled with. */
interface NumberLabel {
  readonly value: bigint;
  readonly unit: string;
}

/** The labels of a sample by key, each key's values in the order of the file. */
export interface SampleLabels {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, readonly NumberLabel[]>;
}

/** The labels of a sample. A number 0 without unit says nothing and is left out, as Go's reader does. */
export function sampleLabels(profile: Profile, row: number): SampleLabels {
  const { samples, strings } = profile;
  const { keys, texts, numbers, units } = samples.labels;
  const first = samples.labelStarts[row]!;
  const end = samples.labelStarts[row + 1]!;
  if (first === end) return NONE;
  const found = { texts: new Map<string, string[]>(), numbers: new Map<string, NumberLabel[]>() };
  for (let i = first; i < end; i++) {
    const key = strings.at(keys[i]!);
    if (texts[i] !== 0) append(found.texts, key, strings.at(texts[i]!));
    else if (units[i] !== 0 || !numbers.isZero(i)) {
      append(found.numbers, key, { value: numbers.bigint(i), unit: strings.at(units[i]!) });
    }
  }
  return found;
}

const NONE: SampleLabels = { texts: new Map(), numbers: new Map() };

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** The text labels of a sample as one text, `key:value` lines sorted; the marker of a base's samples is not shown. */
export function joinedLabels({ texts }: SampleLabels): string {
  const lines: string[] = [];
  for (const [key, values] of texts) {
    if (key !== "pprof::base") lines.push(...values.map((value) => `${key}:${value}`));
  }
  return lines.sort(compareTexts).join(String.raw`\n`);
}
