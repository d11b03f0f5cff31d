import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Memory } from "./memory.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options?: { type: "minor" | "major" }) => void;

test("full collections are counted, and those of young objects are not", async () => {
  collect();
  const memory = new Memory();
  try {
    for (let n = 0; n < 4; n++) {
      collect({ type: "minor" });
      await sleep(10);
    }
    expect(memory.sample()).toMatchObject({ fullCollections: 0, heapAfterGc: null });
    collect();
    await sleep(20);
    expect(memory.sample().fullCollections).toBe(1);
    expect(memory.sample().heapAfterGc).toBeGreaterThan(0);
  } finally {
    memory.stop();
  }
});
