/** What people write today, beside ours. */
import { collectGarbage } from "../../src/testing/surviving-bytes.ts";

type Scenario = () => unknown;

async function repeat(scenario: Scenario, times: number): Promise<void> {
  for (let run = 0; run < times; run++) await scenario();
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** The usual hand-written test: 1 000 iterations may not leave more than 50 KB. */
export async function growsInUse(scenario: Scenario): Promise<boolean> {
  await repeat(scenario, 100);
  const before = heapUsed();
  await repeat(scenario, 1_000);
  return heapUsed() - before > 50_000;
}

/** The rule of `leakage`: six heap measurements of 30 iterations each; a leak is more than four growths of over 1 KB in a row. */
export async function leakageGrows(scenario: Scenario): Promise<boolean> {
  let before = heapUsed();
  let inARow = 0;
  for (let round = 0; round < 6; round++) {
    await repeat(scenario, 30);
    const now = heapUsed();
    inARow = now - before > 1024 ? inARow + 1 : 0;
    before = now;
  }
  return inARow > 4;
}
