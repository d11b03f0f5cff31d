import type { ByteWindow } from "./byte-window.ts";
import type { Section } from "./section.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;

/** A member of the file that is of no use here, or that only a later V8 writes: passed over, whatever it holds. */
export class SkippedSection implements Section {
  readonly #name: string;
  #depth: number;
  #inString = false;
  #escaped = false;

  /** `depth`: how many brackets of the value have been taken already. */
  constructor(name: string, depth: number) {
    this.#name = name;
    this.#depth = depth;
  }

  progress(): string {
    return `member "${this.#name}"`;
  }

  /** Ends behind the value, or before the comma or brace that follows a plain number. */
  scan(window: ByteWindow): boolean {
    const { bytes, end } = window;
    let at = window.start;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (this.#inString) {
        this.#passText(byte);
        if (this.#inString || this.#depth > 0) continue;
        window.start = at + 1;
        return true;
      }
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) this.#depth++;
      else if (byte === COMMA && this.#depth === 0) break;
      else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        if (this.#depth === 0) break;
        if (--this.#depth > 0) continue;
        window.start = at + 1;
        return true;
      }
    }
    window.start = at;
    return at < end;
  }

  #passText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}
