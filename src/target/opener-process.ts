import { Cdp } from "./cdp.ts";
import type { OpenerReport, OpenerTask } from "./guarded-opening.ts";
import { openInspector } from "./open-inspector.ts";
import { readProcessFacts } from "./process-facts.ts";
import { TargetError } from "./target-error.ts";
import { Watchdog } from "./watchdog.ts";

/**
 * The program that opens a target's inspector for us and watches over it until we have taken over. If we end before
 * that, it closes the inspector; if it is killed too, its watchdog in the target does.
 */
const LATEST_MS = 5 * 60_000;

async function open(task: OpenerTask): Promise<void> {
  let takenOver = false;
  const released = new Promise<void>((resolve) => {
    process.once("message", () => {
      takenOver = true;
      resolve();
    });
    process.once("disconnect", resolve);
  });
  // Whoever started us is gone already, and the event that tells it may be, too.
  if (!process.connected) return;
  const address = await openInspector(readProcessFacts(task.pid), new Set(task.socketsBefore), LATEST_MS);
  const cdp = await Cdp.connect(address.url);
  const watchdog = await Watchdog.install(cdp, { silenceMs: task.silenceMs, closesInspector: true });
  await cdp.leaveWithTarget();
  report({ kind: "opened", address });
  await Promise.race([released, cdp.closed]);
  await (takenOver ? watchdog.handOver() : watchdog.end());
  await cdp.close();
}

function report(what: OpenerReport): void {
  if (process.connected) process.send?.(what);
}

try {
  await open(JSON.parse(process.argv[2] ?? "{}") as OpenerTask);
} catch (error) {
  if (!(error instanceof TargetError)) throw error;
  report({ kind: "refused", code: error.code, message: error.message });
} finally {
  if (process.connected) process.disconnect();
}
