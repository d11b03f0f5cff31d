/** Shorter texts are names and settings. */
const fewestCharacters = 256;

/** Whether a text is one that may grow: long already, or written out and begun anew just now. */
export function mayGrow(text: string): boolean {
  return text.length === 0 || text.length >= fewestCharacters;
}

/** So many characters of a text count as one entry: what else grows in a window is no leak. */
export const charactersPerPiece = 512;

/** The pieces that a text of so many characters counts as. */
export function piecesIn(characters: number): number {
  return Math.floor(characters / charactersPerPiece);
}

/** The characters of a text; of anything else, none. Asking does not make one text of the pieces it was joined from. */
export function lengthOf(value: unknown): number {
  return typeof value === "string" ? value.length : 0;
}
