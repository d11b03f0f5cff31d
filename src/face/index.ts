export { coloured } from "./colour.ts";
export { findingJson, renderFinding } from "./render-finding.ts";
export { textForm, type TextForm } from "./terminal.ts";
export { cutEnd, printable, textWidth } from "./text-width.ts";
export { byteRate, bytes, count, counted, duration, milliseconds, percent, signedBytes } from "./units.ts";
