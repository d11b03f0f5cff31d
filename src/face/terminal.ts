import { wantsColour, type Environment, type OutputStream } from "./colour.ts";

const USUAL_WIDTH = 80;
const NARROWEST = 40;
/** Beyond this a line is harder to read, not easier. */
const WIDEST = 140;

/** How to write text for one stream. */
export interface TextForm {
  /** Columns to fill. */
  readonly width: number;
  readonly colour: boolean;
}

/**
 * How to write to a stream: as wide as its terminal; for a pipe or file as COLUMNS says, else 80. Always
 * between 40 and 140 columns.
 */
export function textForm(stream: OutputStream, env: Environment): TextForm {
  const asked = stream.isTTY === true ? stream.columns : Number(env["COLUMNS"]);
  const width = asked !== undefined && Number.isInteger(asked) && asked > 0 ? asked : USUAL_WIDTH;
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
    colour: wantsColour(stream, env),
  };
}
