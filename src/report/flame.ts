import { percentage } from "#profile";
import { escapedMarkup } from "./escaped-markup.ts";
import { flameColour } from "./flame-colour.ts";
import { FLAME_SCRIPT, FLAME_STYLE } from "./flame-script.ts";
import { flameTree, type FlameFrame, type FlameTree } from "./flame-tree.ts";
import { profileLabels } from "./labels.ts";
import { valueText, type Report } from "./report.ts";

const WIDTH = 1200;
const MARGIN = 10;
const ROW = 17;
/** Between the heading and the boxes. */
const GAP = 6;
/** Boxes below half a pixel are not drawn: they could not be pointed at. */
export const NARROWEST_SHARE: number = 0.5 / (WIDTH - 2 * MARGIN);
/** Pixels of a character of the font used, about. */
const CHARACTER = 7;

/**
 * A flame graph as one SVG file that needs nothing else: roots on top, a click widens a frame, tooltips give numbers.
 * With negative values, as of a difference, a box is as wide as what grew and shrank in it together, red where it grew
 * and green where it shrank.
 */
export function flame(report: Report): string {
  const flames = flameTree(report, NARROWEST_SHARE);
  const text = valueText(report, report.options.unit === "minimum" ? "auto" : report.options.unit);
  const labels = profileLabels(report, "auto").map((label) => label.trim());
  const top = MARGIN + (labels.length + 1) * ROW + GAP;
  const height = top + flames.depth * ROW + ROW + MARGIN;
  const hasShrunk = flames.frames.some(({ value, weight }) => value !== weight);
  const heading = [
    ...labels,
    `${text(flames.value)} in all${hasShrunk ? ", red what grew, green what shrank" : ""}`,
  ];
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, monospace" font-size="12">`,
    `<style>${FLAME_STYLE}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    ...heading.map(
      (label, i) => `<text x="${MARGIN}" y="${MARGIN + (i + 1) * ROW - 4}">${escapedMarkup(label)}</text>`,
    ),
    `<g id="frames" transform="translate(${MARGIN} ${top})">`,
    ...flames.frames.map((frame) => box(frame, flames, hasShrunk, text)),
    "</g>",
    `<script><![CDATA[${FLAME_SCRIPT}]]></script>`,
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

function box(frame: FlameFrame, flames: FlameTree, signed: boolean, text: (value: number) => string): string {
  const scale = (WIDTH - 2 * MARGIN) / flames.weight;
  const x = round(frame.start * scale);
  const width = round(frame.weight * scale);
  const y = frame.depth * ROW;
  const value = `${signed && frame.value > 0 ? "+" : ""}${text(frame.value)}`;
  const share = percentage(frame.weight, flames.weight).trim();
  const title = `${frame.name}${frame.inline ? " (inline)" : ""}\n${value}, ${share}`;
  const shown = Math.floor((width - 6) / CHARACTER);
  const label = shown < 3 ? "" : shortened(frame.name, shown);
  return [
    `<g data-x="${x}" data-w="${width}" data-d="${frame.depth}"><title>${escapedMarkup(title)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${ROW - 1}" fill="${flameColour(frame, signed)}"/>`,
    `<text x="${round(x + 3)}" y="${y + 12}" data-n="${escapedMarkup(frame.name)}">${escapedMarkup(label)}</text></g>`,
  ].join("");
}

/** A name cut to a width; what tells functions of a package apart is at its end, so the path to it goes first. */
function shortened(name: string, characters: number): string {
  const short = name.length <= characters ? name : name.replace(/^[^ (]*\//u, "");
  return short.length <= characters ? short : `${short.slice(0, characters - 1)}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
