import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./answer.ts";

/** Waits; throws a Refusal that nobody will read when the client goes away meanwhile. */
export async function waitForClient(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (cause) {
    throw Object.assign(new Refusal(500, "the client went away"), { cause });
  }
}
