import { writeSync } from "node:fs";

/** One line on stderr, written at once: the program may be stuck, or about to end. */
export function tell(line: string): void {
  try {
    writeSync(2, `sawtooth: ${line}\n`);
  } catch {
    // stderr is closed or full; the program is not to suffer for it.
  }
}
