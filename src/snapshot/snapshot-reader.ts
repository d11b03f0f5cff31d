import { ByteWindow } from "./byte-window.ts";
import { ownMemory, type Allocate } from "./columns.ts";
import { leastBytes } from "./file-layout.ts";
import type { EdgeHelp } from "./edge-help.ts";
import { EdgeScan } from "./edge-scan.ts";
import { HeadSection } from "./head-section.ts";
import { MemberName } from "./member-name.ts";
import type { Section } from "./section.ts";
import { SkippedSection } from "./skipped-section.ts";
import { SnapshotDraft } from "./snapshot-draft.ts";
import { cutOff, empty, malformed } from "./snapshot-error.ts";
import type { Snapshot } from "./model.ts";

export interface ReadOptions {
  /** Bytes of the file, uncompressed, when known: saves memory, and lets a file that promises too much be refused. */
  readonly fileBytes?: number;
  /** Bytes kept of the file while it is read; 1 MiB unless told. */
  readonly windowBytes?: number;
  readonly allocate?: Allocate;
  /** Takes the edges from their end; then the reader has to be given the bytes at `nextOffset`, which may jump. */
  readonly edgeHelp?: EdgeHelp;
}

const WINDOW_BYTES = 2 ** 20;
const SMALLEST_WINDOW = 2 ** 12;

/**
 * Reads a heap snapshot from front to back as its bytes come in, in one pass and without keeping them: fill `room()`,
 * say how much with `advance`, and call `finish` at the end. Needs the memory of the columns and `windowBytes`.
 * Throws a SnapshotError as soon as the bytes cannot be a snapshot.
 */
export class SnapshotReader {
  readonly #window: ByteWindow;
  readonly #options: ReadOptions;
  readonly #head = new HeadSection();
  readonly #member = new MemberName();
  #section: Section = this.#head;
  #draft: SnapshotDraft | null = null;
  #complete = false;
  #meeting: { readonly edge: number; readonly offset: number } | null = null;

  constructor(options: ReadOptions = {}) {
    this.#options = options;
    this.#window = new ByteWindow(Math.max(SMALLEST_WINDOW, options.windowBytes ?? WINDOW_BYTES));
  }

  /** Memory for the next bytes of the file, never empty. */
  room(): Uint8Array {
    return this.#window.room();
  }

  /** Takes the first `length` bytes of what `room()` returned last. */
  advance(length: number): void {
    this.#window.advance(length);
    this.#scan();
  }

  /** Offset in the file of the bytes that belong in `room()`. */
  get nextOffset(): number {
    return this.#window.base + this.#window.end;
  }

  /** The first edge that the help took, and where in the file the reader came to it; null before they met. */
  get meeting(): { readonly edge: number; readonly offset: number } | null {
    return this.#meeting;
  }

  /** Takes bytes that are somewhere else. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const room = this.room();
      const length = Math.min(room.length, bytes.length - at);
      room.set(bytes.subarray(at, at + length));
      this.advance(length);
      at += length;
    }
  }

  /**
   * The snapshot; throws a SnapshotError that says what is missing when the file is not complete. `largestName` is that
   * of the edges that the help took.
   */
  finish(largestName = 0): Snapshot {
    this.#window.ended = true;
    this.#scan();
    const fileBytes = this.#window.base + this.#window.end;
    if (fileBytes === 0) throw empty();
    const draft = this.#draft;
    if (draft?.isComplete) return draft.finish(fileBytes, largestName);
    if (this.#complete) throw malformed(`it has no ${draft?.missing ?? "nodes"}`, fileBytes);
    throw cutOff(`it ends after ${fileBytes} bytes, in its ${this.#section.progress()}`);
  }

  #scan(): void {
    while (!this.#complete && this.#section.scan(this.#window)) this.#section = this.#next();
    // Nothing that V8 writes is larger than a window, but for what is taken piece by piece.
    if (!this.#complete && this.#window.full)
      throw malformed(`nothing but white space or one endless number`, this.#window.offset);
    if (this.#complete) this.#window.start = this.#window.end;
  }

  #next(): Section {
    if (this.#section === this.#head) this.#draft = this.#makeDraft();
    if (this.#section !== this.#member) {
      this.#draft?.finished.add(this.#section);
      const { edgeHelp } = this.#options;
      if (edgeHelp !== undefined && this.#section instanceof EdgeScan) {
        this.#meeting = { edge: this.#section.count, offset: this.#window.offset };
        this.#window.jump(edgeHelp.endOffset + 1);
      }
      return this.#member;
    }
    const { name, isArray } = this.#member;
    if (name !== null) {
      const section = isArray ? this.#draft?.section(name, this.#bytesLeft) : null;
      return section ?? new SkippedSection(name, isArray ? 1 : 0);
    }
    this.#complete = true;
    return this.#member;
  }

  #makeDraft(): SnapshotDraft {
    const { layout } = this.#head;
    const { fileBytes, allocate } = this.#options;
    if (fileBytes !== undefined && leastBytes(layout) > fileBytes) {
      const announced = `${layout.nodeCount} nodes and ${layout.edgeCount} edges`;
      throw cutOff(`it announces ${announced}, which do not fit in its ${fileBytes} bytes`);
    }
    return new SnapshotDraft(layout, allocate ?? ownMemory, this.#options.edgeHelp ?? null);
  }

  get #bytesLeft(): number {
    return Math.max(0, (this.#options.fileBytes ?? 0) - this.#window.offset);
  }
}
