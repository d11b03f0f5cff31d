import type { ByteWindow } from "./byte-window.ts";
import { isSpace } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed } from "./snapshot-error.ts";

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACE = 125;
/** Names of members are short; what goes on longer is not one. */
const LONGEST = 256;

/** What stands between two members of the file's outermost object: the name of the next, or the closing brace. */
export class MemberName implements Section {
  /** The member that follows; null at the end of the object. */
  name: string | null = null;
  /** Its value is an array, and the opening bracket has been taken. */
  isArray = false;

  progress(): string {
    return "list of members";
  }

  scan(window: ByteWindow): boolean {
    const { bytes, end } = window;
    const skip = (from: number): number => {
      let at = from;
      while (at < end && isSpace(bytes[at]!)) at++;
      return at;
    };
    let at = skip(window.start);
    if (at < end && bytes[at] === CLOSE_BRACE) {
      this.name = null;
      window.start = at + 1;
      return true;
    }
    if (bytes[at] === COMMA) at = skip(at + 1);
    if (at < end && bytes[at] !== QUOTE) throw unexpected(window, at, "the name of a member");
    const close = bytes.subarray(0, Math.min(end, at + LONGEST)).indexOf(QUOTE, at + 1);
    if (close === -1) {
      if (end - at >= LONGEST) throw unexpected(window, at, "the name of a member");
      return false;
    }
    const colon = skip(close + 1);
    if (colon < end && bytes[colon] !== COLON) throw unexpected(window, colon, "a colon");
    const value = skip(colon + 1);
    if (value >= end) return false;
    this.name = new TextDecoder().decode(bytes.subarray(at + 1, close));
    this.isArray = bytes[value] === OPEN_BRACKET;
    window.start = this.isArray ? value + 1 : value;
    return true;
  }
}

function unexpected(window: ByteWindow, at: number, wanted: string): Error {
  return malformed(`"${String.fromCharCode(window.bytes[at]!)}" where ${wanted} should be`, window.base + at);
}
