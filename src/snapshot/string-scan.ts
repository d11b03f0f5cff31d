import type { ByteWindow } from "./byte-window.ts";
import { isSpace } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed, SnapshotError } from "./snapshot-error.ts";
import { StoredStrings } from "./stored-strings.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const CLOSE = 93;
const MAX_BYTES = 2 ** 32 - 2;

/** Takes the file's `strings` as bytes, without decoding them. */
export class StringScan implements Section {
  #bytes: Uint8Array;
  #length = 0;
  #starts = new Uint32Array(1 << 12);
  #count = 0;
  #inside = false;
  #escaped = false;

  /** `expectedBytes`: how much of the file is left, which is at least what the strings take; 0 when not known. */
  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(Math.min(MAX_BYTES, Math.max(expectedBytes, 1 << 16)));
  }

  progress(): string {
    return `strings, ${this.#count} read`;
  }

  scan(window: ByteWindow): boolean {
    while (window.start < window.end) {
      if (this.#inside) this.#copyText(window);
      else if (this.#between(window)) return true;
    }
    return false;
  }

  finish(): StoredStrings {
    if (this.#count === this.#starts.length) this.#growStarts();
    this.#starts[this.#count] = this.#length;
    return new StoredStrings(
      this.#bytes.subarray(0, this.#length),
      this.#starts.subarray(0, this.#count + 1),
    );
  }

  /** Copies up to and without the closing quote. */
  #copyText(window: ByteWindow): void {
    const { bytes, end } = window;
    this.#makeRoom(end - window.start);
    const into = this.#bytes;
    let at = window.start;
    let length = this.#length;
    let escaped = this.#escaped;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (escaped) escaped = false;
      else if (byte === QUOTE) break;
      else if (byte === BACKSLASH) escaped = true;
      into[length++] = byte;
    }
    this.#length = length;
    this.#escaped = escaped;
    if (at < end) {
      this.#inside = false;
      at++;
    }
    window.start = at;
  }

  /** Takes what is between two strings; true at the end of the array. */
  #between(window: ByteWindow): boolean {
    const byte = window.bytes[window.start]!;
    window.start++;
    if (byte === CLOSE) return true;
    if (byte === QUOTE) {
      if (this.#count + 1 >= this.#starts.length) this.#growStarts();
      this.#starts[this.#count++] = this.#length;
      this.#inside = true;
    } else if (byte !== COMMA && !isSpace(byte)) {
      throw malformed(`"${String.fromCharCode(byte)}" between two strings`, window.offset - 1);
    }
    return false;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    if (this.#length > MAX_BYTES - bytes)
      throw new SnapshotError(
        "snapshot-too-large",
        "its strings take more than 4 GiB: this is not supported",
      );
    const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  #growStarts(): void {
    const larger = new Uint32Array(this.#starts.length * 2);
    larger.set(this.#starts);
    this.#starts = larger;
  }
}
