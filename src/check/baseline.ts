import { readFileSync, writeFileSync } from "node:fs";
import { CheckError } from "./check-error.ts";
import type { Problem } from "./problem.ts";

/** Problems of existing code that are let be, by what they are about, so that moving lines changes nothing. */
interface Baseline {
  readonly version: 1;
  readonly problems: readonly {
    readonly rule: string;
    readonly file: string;
    readonly subject: string | null;
    readonly count: number;
  }[];
}

/** The problems that a baseline file does not know, and how many it does. */
export function withoutKnown(
  problems: readonly Problem[],
  path: string,
): { readonly fresh: readonly Problem[]; readonly known: number } {
  const left = new Map(readBaseline(path).problems.map((entry) => [keyOf(entry), entry.count]));
  const fresh = problems.filter((problem) => {
    const count = left.get(keyOf(problem)) ?? 0;
    left.set(keyOf(problem), count - 1);
    return count <= 0;
  });
  return { fresh, known: problems.length - fresh.length };
}

/** Writes all problems into a baseline file. */
export function writeBaseline(problems: readonly Problem[], path: string): void {
  const counts = new Map<string, { rule: string; file: string; subject: string | null; count: number }>();
  for (const { rule, file, subject } of problems) {
    const entry = counts.get(keyOf({ rule, file, subject })) ?? { rule, file, subject, count: 0 };
    entry.count++;
    counts.set(keyOf(entry), entry);
  }
  const baseline: Baseline = { version: 1, problems: [...counts.values()] };
  try {
    writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`);
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    throw new CheckError(`${path} cannot be written (${code}): name a file in a folder that is there`, {
      cause,
    });
  }
}

function readBaseline(path: string): Baseline {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CheckError(`${path} cannot be read: write a baseline with --write-baseline ${path}`);
  }
  try {
    const baseline = JSON.parse(text) as Baseline;
    if (baseline.version === 1 && Array.isArray(baseline.problems)) return baseline;
  } catch {
    // Said below, as for any other text that is no baseline.
  }
  throw new CheckError(`${path} is no baseline of this version: write it anew with --write-baseline ${path}`);
}

function keyOf({ rule, file, subject }: Pick<Problem, "rule" | "file" | "subject">): string {
  return JSON.stringify([rule, file, subject]);
}
