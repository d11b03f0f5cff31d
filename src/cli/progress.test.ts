import { describe, expect, test } from "vitest";
import { createProgress, type ProgressStep } from "./progress.ts";

const CLEAR = "\r\u001B[2K";

function recorded(
  isTTY: boolean,
  width = 80,
): { written: string[]; progress: ReturnType<typeof createProgress> } {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return { written, progress: createProgress(stream, { width, colour: false }) };
}

const step = (elapsedMs: number, parts: Partial<ProgressStep> = {}): ProgressStep => ({
  phase: "counting 1 312 collections",
  elapsedMs,
  windowMs: 60_000,
  ...parts,
});

describe("progress", () => {
  test("on a terminal is one line that rewrites itself and goes away", () => {
    const { written, progress } = recorded(true);
    progress.update(step(0));
    progress.update(step(24_100, { suspect: "sessions (+2 410 entries)" }));
    progress.update(step(61_000, { phase: "reading the sources" }));
    progress.done();
    progress.update(step(62_000));
    expect(written.map((text) => text.replace(CLEAR, "<"))).toEqual([
      "< ╌╌╌╌╌╌╌╌╌╌╌╌  60 s left · counting 1 312 collections",
      "< ━━━━━╌╌╌╌╌╌╌  36 s left · counting 1 312 collections · leading suspect: sessi…",
      "< ━━━━━━━━━━━━  finishing · reading the sources",
      "<",
    ]);
  });

  test("never fills the last column of a terminal, and is silent while nothing changes", () => {
    const { written, progress } = recorded(true, 40);
    progress.update(step(1000, { suspect: "x".repeat(100) }));
    progress.update(step(1000, { suspect: "x".repeat(100) }));
    expect(written.map((text) => text.replace(CLEAR, "").length)).toEqual([39]);
  });

  test("in a file is a plain line every ten seconds", () => {
    const { written, progress } = recorded(false);
    for (let ms = 0; ms <= 30_000; ms += 500)
      progress.update(step(ms, ms > 9000 ? { suspect: "sessions" } : {}));
    progress.done();
    expect(written).toEqual([
      "sawtooth: 60 s left · counting 1 312 collections\n",
      "sawtooth: 50 s left · counting 1 312 collections · leading suspect: sessions\n",
      "sawtooth: 40 s left · counting 1 312 collections · leading suspect: sessions\n",
      "sawtooth: 30 s left · counting 1 312 collections · leading suspect: sessions\n",
    ]);
  });

  test("a name from the target cannot move the cursor", () => {
    const { written, progress } = recorded(true);
    progress.update(step(0, { suspect: "\u001B[1Aevil\n" }));
    expect(written.join("").replace(CLEAR, "")).not.toMatch(/\p{Cc}/u);
  });
});
