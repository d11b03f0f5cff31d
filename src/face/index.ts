export { coloured, wantsColour } from "./colour.ts";
export { flow, labelled, LABEL_WIDTH, text, wrap, written, type Line } from "./layout.ts";
export { findingJson, renderFinding } from "./render-finding.ts";
export { textForm, type TextForm } from "./terminal.ts";
export { cutEnd, cutMiddle, printable, textWidth } from "./text-width.ts";
export {
  byteRate,
  bytes,
  count,
  counted,
  duration,
  durationRange,
  milliseconds,
  percent,
  signedBytes,
} from "./units.ts";
