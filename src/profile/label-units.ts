import type { Labels, Profile } from "./model.ts";

/** Whether a label is a number: one without text, and not the empty label that nothing was said in. */
export function isNumberLabel(labels: Labels, label: number): boolean {
  return labels.texts[label] === 0 && (!labels.numbers.isZero(label) || labels.units[label] !== 0);
}

/** Units of the number labels of a profile. */
export interface LabelUnits {
  /** By label key. */
  readonly units: ReadonlyMap<string, string>;
  /** What pprof says where a key comes with several units, a line each. */
  readonly notes: readonly string[];
}

/**
 * The unit of each number label: the first that a sample gives, else `bytes` for `alignment` and `request`, else the key
 * itself.
 */
export function numericLabelUnits({ samples, strings }: Profile): LabelUnits {
  const { labels, labelStarts } = samples;
  const units = new Map<string, string>();
  const keys = new Set<string>();
  const others = new Map<string, Set<string>>();
  for (let label = 0; label < labelStarts[samples.count]!; label++) {
    if (!isNumberLabel(labels, label)) continue;
    const key = strings.at(labels.keys[label]!);
    const unit = strings.at(labels.units[label]!);
    keys.add(key);
    const used = units.get(key);
    if (unit === "" || unit === used) continue;
    if (used === undefined) units.set(key, unit);
    else others.set(key, (others.get(key) ?? new Set()).add(unit));
  }
  for (const key of keys) {
    if (!units.has(key)) units.set(key, key === "alignment" || key === "request" ? "bytes" : key);
  }
  const notes = [...others].map(([key, set]) => {
    const also = [...set].sort().join(", ");
    return `For tag ${key} used unit ${units.get(key)}, also encountered unit(s) ${also}`;
  });
  return { units, notes };
}
