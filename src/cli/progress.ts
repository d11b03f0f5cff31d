import { coloured, cutEnd, duration, printable, textWidth, type TextForm } from "#face";

const BAR_CELLS = 12;
const PLAIN_EVERY_MS = 10_000;
/** Back to the first column, and clear what was there. */
const REWRITE = "\r\u001B[2K";

/** How far a search has come. */
export interface ProgressStep {
  /** What is being looked at: `walking the module scopes`. */
  readonly phase: string;
  readonly elapsedMs: number;
  readonly windowMs: number;
  /** The leading suspect so far, as `sessions (+2 410 entries)`. */
  readonly suspect?: string;
}

/** A line that says what is going on while the reader waits. */
export interface Progress {
  update(step: ProgressStep): void;
  /** Takes the line away; after it nothing more is written. */
  done(): void;
}

/** Where progress is written: stderr, or a test's own. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Shows progress on a stream: on a terminal one line that rewrites itself, anywhere else a plain line for the
 * first step and then one for each ten seconds of the window that have passed.
 */
export function createProgress(stream: ProgressStream, form: TextForm): Progress {
  return stream.isTTY === true ? rewritingLine(stream, form) : plainLines(stream);
}

function rewritingLine(stream: ProgressStream, form: TextForm): Progress {
  let shown = "";
  let over = false;
  return {
    update(step) {
      const line = terminalLine(step, form);
      if (over || line === shown) return;
      shown = line;
      stream.write(REWRITE + line);
    },
    done() {
      if (!over && shown !== "") stream.write(REWRITE);
      over = true;
    },
  };
}

function plainLines(stream: ProgressStream): Progress {
  let nextMs = 0;
  let over = false;
  return {
    update(step) {
      if (over || step.elapsedMs < nextMs) return;
      nextMs = (Math.floor(step.elapsedMs / PLAIN_EVERY_MS) + 1) * PLAIN_EVERY_MS;
      stream.write(`sawtooth: ${sentence(step)}\n`);
    },
    done() {
      over = true;
    },
  };
}

function terminalLine(step: ProgressStep, { width, colour }: TextForm): string {
  const share = step.windowMs > 0 ? Math.min(1, Math.max(0, step.elapsedMs / step.windowMs)) : 0;
  const filled = Math.round(share * BAR_CELLS);
  const [gone, left] = ["━".repeat(filled), "╌".repeat(BAR_CELLS - filled)];
  // One column is left free: a line that fills the last one wraps, and could not be taken back.
  const words = cutEnd(`  ${sentence(step)}`, width - 2 - textWidth(gone + left));
  if (!colour) return ` ${gone}${left}${words}`;
  return ` ${filled > 0 ? coloured("code", gone) : ""}${filled < BAR_CELLS ? coloured("faint", left) : ""}${words}`;
}

function sentence({ phase, elapsedMs, windowMs, suspect }: ProgressStep): string {
  const leftSeconds = Math.ceil((windowMs - elapsedMs) / 1000);
  const left = leftSeconds > 0 ? `${duration(leftSeconds)} left` : "finishing";
  const leading = suspect === undefined ? "" : ` · leading suspect: ${printable(suspect)}`;
  return `${left} · ${printable(phase)}${leading}`;
}
