import { scaledLabel, scaleMeasurement } from "#profile";
import { added, NO_SUM, shown, type GraphNode, type Sum } from "./graph.ts";
import { sortedTags, tagValue, type Tag } from "./node-tags.ts";
import { MOST_TAGS } from "./trim.ts";

/** The labels of a node as boxes beside it, four at most, each with the sizes that came with it. */
export function tagBoxes(node: GraphNode, id: number, text: (value: bigint) => string): string[] {
  const { tags } = node;
  if (tags === null) return [];
  // What a leaf's labels say of flat they say of cum too, and a leaf may have been left with nothing of its own.
  const byFlat = node.out.size > 0;
  const lines: string[] = [];
  for (const [i, tag] of sortedTags(tags.texts.values(), byFlat).slice(0, MOST_TAGS).entries()) {
    const value = tagValue(tag, byFlat ? "flat" : "cum");
    if (value === 0n) continue;
    lines.push(...box(`N${id}`, `N${id}_${i}`, tag.name, text(value), ""));
    lines.push(...sizeBoxes(tags.numbers.get(tag.name), byFlat, `N${id}_${i}`, text));
  }
  return [...lines, ...sizeBoxes(tags.numbers.get(""), byFlat, `N${id}`, text)];
}

function sizeBoxes(
  tags: ReadonlyMap<string, Tag> | undefined,
  byFlat: boolean,
  source: string,
  text: (value: bigint) => string,
): string[] {
  if (tags === undefined) return [];
  const lines: string[] = [];
  for (const [i, tag] of groupedSizes(sortedTags(tags.values(), byFlat), byFlat).entries()) {
    const flat = shown(tag.flat);
    const cum = shown(tag.cum);
    const solid = byFlat || flat === cum;
    const value = solid ? flat : cum;
    if (value === 0n) continue;
    lines.push(...box(source, `N${source}_${i}`, tag.name, text(value), solid ? "" : ' style="dotted"'));
  }
  return lines;
}

function box(source: string, id: string, name: string, weight: string, style: string): string[] {
  return [
    `${id} [label = "${name}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]`,
    `${source} -> ${id} [label=" ${weight}" weight=100 tooltip="${weight}" labeltooltip="${weight}"${style}]`,
  ];
}

/** Four sizes at most: the heaviest four gather those nearest to them. */
function groupedSizes(sorted: readonly Tag[], byFlat: boolean): readonly Tag[] {
  if (sorted.length <= MOST_TAGS) return sorted;
  const groups = sorted.slice(0, MOST_TAGS).map((tag) => [tag] as [Tag, ...Tag[]]);
  for (const tag of sorted.slice(MOST_TAGS)) {
    const distances = groups.map(([first]) => distance(tag, first));
    groups[distances.indexOf(Math.min(...distances))]!.push(tag);
  }
  return sortedTags(groups.map(joined), byFlat);
}

function distance(tag: Tag, from: Tag): number {
  return Math.abs(scaleMeasurement(tag.value, tag.unit, from.unit).value - from.value);
}

function joined(group: readonly [Tag, ...Tag[]]): Tag {
  let [least] = group;
  let most = least;
  let [flat, cum] = [NO_SUM, NO_SUM];
  for (const tag of group) {
    const inUnitOf = (other: Tag): number =>
      Math.trunc(scaleMeasurement(tag.value, tag.unit, other.unit).value);
    if (inUnitOf(least) < least.value) least = tag;
    if (inUnitOf(most) > most.value) most = tag;
    flat = added(flat, tag.flat);
    cum = added(cum, tag.cum);
  }
  const label = (tag: Tag): string => scaledLabel(tag.value, tag.unit, "auto");
  const name = group.length === 1 ? label(least) : `${label(least)}..${label(most)}`;
  const sum = (value: bigint): Sum => ({ value, divisor: 0n });
  return { name, unit: "", value: 0, flat: sum(shown(flat)), cum: sum(shown(cum)) };
}
