import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { targetNodes } from "./nodes.ts";
import { runOutOfMemory } from "./recorder-run.ts";

/** `npm run bench -- recorder` does this twenty times on each major. */
describe.each(targetNodes())(
  "a service that leaks until it runs out of memory on Node $major",
  ({ file, major }) => {
    if (file === null || !existsSync(file))
      console.warn(`recorder: Node ${major} is not installed, not tested`);

    test.skipIf(file === null)("left a last profile, and is told to have died of what leaked", async () => {
      const { nearLimit, fill, finding, top } = await runOutOfMemory(file!, {
        limitMib: 40,
        // Node 26 lets the heap grow beyond its limit by this much: the end comes sooner.
        nodeArguments: ["--max-semi-space-size=8"],
      });
      expect(nearLimit).toBeGreaterThan(0);
      expect(fill).toBeGreaterThan(0.4);
      expect(finding.recording?.ending.cause).toBe("heap limit");
      expect(finding.recording?.lives).toHaveLength(1);
      expect(top).toMatch(/Type: inuse_space[^]*(?:openSession|\(anonymous\))/);
      const [leak] = finding.leaks;
      expect(leak?.site?.file).toMatch(/slow-leak\.mjs$/);
      expect(leak?.forecast).toMatchObject({ limit: "heap limit", lowSeconds: 0, highSeconds: 0 });
    });
  },
);
