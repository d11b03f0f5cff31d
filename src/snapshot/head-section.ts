import type { ByteWindow } from "./byte-window.ts";
import { fileLayout, type FileLayout } from "./file-layout.ts";
import { isSpace } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed, SnapshotError } from "./snapshot-error.ts";

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const QUOTE = 34;
const BACKSLASH = 92;

const LONGEST_NAME = 1024;
/** What a text that could still become a JSON object looks like. */
const BEGINNING = /^\{\s*(?:"[^"]*(?:"\s*)?)?$/u;

/** The beginning of the file, up to and with its member `snapshot`. */
export class HeadSection implements Section {
  #layout: FileLayout | null = null;

  progress(): string {
    return "description, which comes first";
  }

  get layout(): FileLayout {
    if (this.#layout === null) throw new TypeError("the description has not been read");
    return this.#layout;
  }

  scan(window: ByteWindow): boolean {
    const { bytes, end } = window;
    let at = window.start;
    while (at < end && isSpace(bytes[at]!)) at++;
    if (at >= end) return this.#more(window);
    const text = latin1(bytes.subarray(at, Math.min(end, at + LONGEST_NAME)));
    const name = /^\{\s*"((?:[^"\\]|\\.)*)"\s*:\s*/u.exec(text);
    if (name === null) {
      // It may only be cut off so early that nothing else can be said of it.
      if (BEGINNING.test(text) && text.length < LONGEST_NAME) return this.#more(window);
      throw notOne(`it begins with ${shown(bytes.subarray(at, Math.min(end, at + 12)))}`);
    }
    if (name[1] !== "snapshot")
      throw notOne(`its first member is "${name[1]!.slice(0, 40)}"${otherKind(name[1]!)}`);
    const from = at + name[0].length;
    const to = objectEnd(bytes, from, end);
    if (to === -1) return this.#more(window);
    this.#layout = fileLayout(parsed(bytes.subarray(from, to), window.base + from));
    window.start = to;
    return true;
  }

  #more(window: ByteWindow): boolean {
    if (window.full) throw notOne("its description does not end");
    return false;
  }
}

function parsed(bytes: Uint8Array, offset: number): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw malformed(`its description is no JSON (${(error as Error).message})`, offset);
  }
}

/** Where the object that begins at `from` ends; -1 when that is not loaded yet. */
function objectEnd(bytes: Uint8Array, from: number, end: number): number {
  let depth = 0;
  let inString = false;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE) depth++;
    else if (byte === CLOSE_BRACE && --depth === 0) return at + 1;
  }
  return -1;
}

function notOne(what: string): SnapshotError {
  return new SnapshotError(
    "snapshot-not-one",
    `not a heap snapshot: ${what}: give a .heapsnapshot file of Node.js or Chrome`,
  );
}

/** What a file is instead, told by its first member. */
function otherKind(name: string): string {
  if (name === "head" || name === "samples") return ", as in an allocation profile (.heapprofile)";
  return name === "nodes" ? ", as in a CPU profile (.cpuprofile)" : "";
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function shown(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte === 0)) return "zero bytes, so its data never reached the disk";
  const text = latin1(bytes);
  return /^[\x20-\x7e]*$/u.test(text)
    ? `"${text}"`
    : `the bytes ${[...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
}
