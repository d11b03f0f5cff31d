import { scaledLabel, type Profile } from "#profile";
import { added, NO_SUM, shown, type Sum } from "./graph.ts";
import { byMagnitude, magnitude } from "./int64.ts";
import { joinedLabels, sampleLabels } from "./sample-labels.ts";
import { compareTexts } from "./text-order.ts";
import type { Weights, WeightSums } from "./weights.ts";

/** What the samples with one label, or one number of bytes, spent in a node. */
export interface Tag {
  readonly name: string;
  /** Unit of `value`; "" for a text. */
  readonly unit: string;
  readonly value: number;
  flat: Sum;
  cum: Sum;
}

/** What all labels of all nodes come to, while they are counted. */
export class TagSums {
  readonly flat: WeightSums;
  readonly cum: WeightSums;
  #count = 0;

  constructor(weights: Weights) {
    this.flat = weights.sums(64);
    this.cum = weights.sums(64);
  }

  newRow(): number {
    this.flat.reserve(this.#count + 1);
    this.cum.reserve(this.#count + 1);
    return this.#count++;
  }
}

/** The labels of the samples of a node: texts, and sizes by the text labels they came with. */
export class NodeTags {
  readonly #sums: TagSums;
  /** Rows of what was added, by the labels; taken apart when first looked at, since most nodes are left out before. */
  readonly #rows = new Map<RowTags, number>();
  #texts = new Map<string, Tag>();
  readonly #numbers = new Map<string, Map<string, Tag>>();

  constructor(sums: TagSums) {
    this.#sums = sums;
  }

  add(labels: RowTags, sample: number, which: "flat" | "cum"): void {
    let row = this.#rows.get(labels);
    if (row === undefined) {
      row = this.#sums.newRow();
      this.#rows.set(labels, row);
    }
    this.#sums[which].add(row, sample);
  }

  get texts(): ReadonlyMap<string, Tag> {
    this.#takeApart();
    return this.#texts;
  }

  get numbers(): ReadonlyMap<string, ReadonlyMap<string, Tag>> {
    this.#takeApart();
    return this.#numbers;
  }

  /** Drops tags lighter than a cutoff. */
  trim(cutoff: bigint): void {
    this.#takeApart();
    this.#texts = heavy(this.#texts, cutoff);
    for (const [key, tags] of this.#numbers) this.#numbers.set(key, heavy(tags, cutoff));
  }

  /** Tags that have a flat value. */
  get countFlat(): number {
    let count = 0;
    for (const tags of [this.texts, ...this.numbers.values()]) {
      for (const tag of tags.values()) if (tag.flat.value !== 0n) count++;
    }
    return count;
  }

  #takeApart(): void {
    for (const [labels, row] of this.#rows) {
      const sums = { flat: this.#sums.flat.at(row), cum: this.#sums.cum.at(row) };
      if (labels.joined !== "") addTo(this.#texts, { name: labels.joined, unit: "", value: 0 }, sums);
      let numbers = this.#numbers.get(labels.joined);
      if (numbers === undefined) this.#numbers.set(labels.joined, (numbers = new Map<string, Tag>()));
      for (const size of labels.sizes) addTo(numbers, size, sums);
    }
    this.#rows.clear();
  }
}

interface TagName {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

function addTo(
  tags: Map<string, Tag>,
  { name, unit, value }: TagName,
  sums: Record<"flat" | "cum", Sum>,
): void {
  let tag = tags.get(name);
  if (tag === undefined) {
    tag = { name, unit, value, flat: NO_SUM, cum: NO_SUM };
    tags.set(name, tag);
  }
  tag.flat = added(tag.flat, sums.flat);
  tag.cum = added(tag.cum, sums.cum);
}

function heavy(tags: Map<string, Tag>, cutoff: bigint): Map<string, Tag> {
  return new Map(
    [...tags].filter(
      ([, { flat, cum }]) => magnitude(flat.value) >= cutoff || magnitude(cum.value) >= cutoff,
    ),
  );
}

/** What the samples of one row are tagged with; rows with equal tags have the same object. */
export interface RowTags {
  readonly joined: string;
  readonly sizes: readonly TagName[];
}

/**
 * Gives the tags of samples: the text labels joined, and of the numbers only `bytes`, in the unit given for that key.
 * Computed when first asked for.
 */
export function rowTags(
  profile: Profile,
  labelUnits: ReadonlyMap<string, string>,
  outputUnit: string,
): (row: number) => RowTags {
  const unit = labelUnits.get("bytes") ?? "bytes";
  const known = new Map<string, RowTags>();
  return (row) => {
    const labels = sampleLabels(profile, row);
    const joined = joinedLabels(labels);
    const numbers = (labels.numbers.get("bytes") ?? []).map(({ value }) => Number(value));
    const key = `${numbers.join()} ${joined}`;
    let tags = known.get(key);
    if (tags === undefined) {
      const name = (value: number): string => scaledLabel(value, unit, outputUnit);
      tags = { joined, sizes: numbers.map((value) => ({ name: name(value), unit, value })) };
      known.set(key, tags);
    }
    return tags;
  };
}

/** Tags by their flat or else cumulative value, heaviest first, then by name. */
export function sortedTags(tags: Iterable<Tag>, byFlat: boolean): Tag[] {
  return [...tags].sort((a, b) => {
    const cum = byFlat ? 0 : byMagnitude(a.cum.value, b.cum.value);
    return cum || byMagnitude(a.flat.value, b.flat.value) || compareTexts(a.name, b.name);
  });
}

/** The value of a tag to show. */
export function tagValue(tag: Tag, which: "flat" | "cum"): bigint {
  return shown(tag[which]);
}
