import { styleText } from "node:util";

/** What a piece of text is, as far as its colour goes. */
export type Style =
  | "alarm"
  | "calm"
  | "warning"
  | "strong"
  | "label"
  | "code"
  | "place"
  | "picture"
  | "faint";

const FORMATS = {
  alarm: ["bold", "red"],
  calm: ["bold", "green"],
  warning: ["bold", "yellow"],
  strong: ["bold"],
  label: ["dim"],
  code: ["cyan"],
  place: ["underline"],
  picture: ["red"],
  faint: ["dim"],
} as const;

/** Text in the colours of its style. Whether to colour at all is for the caller to know: see `wantsColour`. */
export function coloured(style: Style, text: string): string {
  return styleText([...FORMATS[style]], text, { validateStream: false });
}

/** As much of an output stream as decides how to write to it. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The environment variables that decide it: FORCE_COLOR, NO_COLOR, TERM, COLUMNS. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour: FORCE_COLOR decides when it is set (`0` and `false` mean no), else a NO_COLOR that is
 * not empty or TERM=dumb mean no (no-color.org), else a terminal is coloured and anything else is not.
 */
export function wantsColour(stream: OutputStream, env: Environment): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return false;
  return stream.isTTY === true;
}
