import { jsonValue } from "./document.ts";
import { flameTree } from "./flame-tree.ts";
import type { Report } from "./report.ts";

/** A box of a flame graph. */
export interface JsonFlame {
  /** Place in the list of the box it stands on; null at the root. */
  readonly parent: number | null;
  readonly name: string;
  /** Net value of the samples that went through it, and their absolute values added up: how wide it is. */
  readonly value: number;
  readonly weight: number;
  readonly inline: boolean;
}

/** Stacks merged from the root, a box after the one it stands on, siblings widest first; the narrowest left out. */
export function flameDocument(
  report: Report,
  smallestShare: number,
): { value: number; weight: number; frames: JsonFlame[] } {
  const flames = flameTree(report, smallestShare);
  const value = jsonValue(report);
  return {
    value: value(flames.value),
    weight: value(flames.weight),
    frames: flames.frames.map((frame) => ({
      parent: frame.parent,
      name: frame.name,
      value: value(frame.value),
      weight: value(frame.weight),
      inline: frame.inline,
    })),
  };
}
