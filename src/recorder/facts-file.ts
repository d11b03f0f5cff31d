import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeChecked } from "./checked-json.ts";
import { FACTS_FILE } from "./life-folder.ts";
import type { LifeFacts } from "./life.ts";

/** The facts of a life; null when they cannot be read, are not whole or not of this version. */
export function readFacts(lifeFolder: string): LifeFacts | null {
  let facts: Partial<LifeFacts> | null;
  try {
    facts = decodeChecked(readFileSync(join(lifeFolder, FACTS_FILE))) as Partial<LifeFacts> | null;
  } catch {
    return null; // A folder of that name without facts: what else it holds can still be read.
  }
  const whole =
    facts?.version === 1 &&
    typeof facts.pid === "number" &&
    typeof facts.startedAtMs === "number" &&
    typeof facts.program === "string" &&
    typeof facts.identity === "object";
  return whole ? (facts as LifeFacts) : null;
}
