import { writeSync } from "node:fs";

/**
 * Does what may fail because of the file system. The program must not notice: the first failure is told in one line, and
 * after each the next attempts are left out for longer and longer, ten minutes at most.
 */
export class Trouble {
  readonly #tell: (message: string) => void;
  #told = false;
  #pauseMs = 0;
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  constructor(tell: (message: string) => void = onStderr) {
    this.#tell = tell;
  }

  /** Runs it, unless attempts pause; true when it was done. */
  attempt(work: () => void): boolean {
    if (performance.now() < this.#quietUntilMs) return false;
    try {
      work();
      this.#pauseMs = 0;
      return true;
    } catch (error) {
      this.#pause(error);
      return false;
    }
  }

  /** Says what is wrong, once in the life of the process. */
  tell(message: string): void {
    if (this.#told) return;
    this.#told = true;
    this.#tell(message);
  }

  #pause(error: unknown): void {
    this.#pauseMs = Math.min(600_000, Math.max(1000, this.#pauseMs * 2));
    this.#quietUntilMs = performance.now() + this.#pauseMs;
    this.tell(`the flight recorder cannot write: ${reasonOf(error)}: the program goes on without it`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const path = "path" in error && typeof error.path === "string" ? ` (${error.path})` : "";
  const known = REASONS.get(code);
  return known === undefined ? (error.message.split("\n")[0] ?? code) : `${known}${path}`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "not permitted"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EFBIG", "files may not get this large here"],
  ["ENOTDIR", "there is a file where a folder should be"],
  ["ENOENT", "the folder is gone"],
]);

/** Straight to the file descriptor: a worker's `process.stderr` waits for the main thread, which may be stuck. */
function onStderr(message: string): void {
  try {
    writeSync(2, `sawtooth: ${message}\n`);
  } catch {
    // Nobody reads stderr: there is nobody left to tell.
  }
}
