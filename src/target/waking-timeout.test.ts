import { setTimeout as sleep } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { wakingTimeout } from "./waking-timeout.ts";

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test("time in which the process stood still does not count", async () => {
  let over = false;
  wakingTimeout(() => (over = true), 600);
  standStill(2000);
  await sleep(50);
  expect(over).toBe(false);
  await vi.waitFor(() => expect(over).toBe(true), { timeout: 10_000 });
});

test("what has arrived in the meantime is read first", async () => {
  const { port1, port2 } = new MessageChannel();
  const order: string[] = [];
  port2.on("message", () => order.push("answer"));
  const isOver = new Promise<void>((resolve) => {
    wakingTimeout(() => {
      order.push("too late");
      resolve();
    }, 100);
  });
  setTimeout(() => port1.postMessage("answer"), 10);
  standStill(300);
  await isOver;
  port2.close();
  expect(order).toEqual(["answer", "too late"]);
});

test("one that is stopped never calls", async () => {
  let over = false;
  const stop = wakingTimeout(() => (over = true), 30);
  stop();
  await sleep(300);
  expect(over).toBe(false);
});
