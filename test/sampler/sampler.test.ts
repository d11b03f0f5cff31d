import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SamplerState } from "#sampler";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { targetNodes } from "../e2e/nodes.ts";
import { bundleOfNamesakes } from "./namesakes.ts";
import { cumulative, flat, selfProfile, sum, type SeenStack } from "./self-profile.ts";

interface LeakSeen {
  readonly truth: number;
  readonly inuse: readonly SeenStack[];
  readonly objects: readonly SeenStack[];
  readonly types: readonly string[];
  readonly shown: string;
  readonly comments: readonly string[];
  readonly mapping: string;
}

describe.each(targetNodes())("a process that profiles itself, on Node $major", ({ major, file }) => {
  test.skipIf(file === null)("sees a leak's bytes and objects at the function that leaks", async () => {
    const runs: LeakSeen[] = [];
    for (let i = 0; i < 3; i++) runs.push(await selfProfile<LeakSeen>(file!, "leak"));
    const ratios = runs
      .map(({ inuse, truth }) => cumulative(inuse, "remember") / truth)
      .sort((a, b) => a - b);
    // The standard deviation of one run is 6 %.
    expect(ratios[1]).toBeGreaterThan(0.82);
    expect(ratios[1]).toBeLessThan(1.18);
    const [run] = runs;
    expect(run!.types).toEqual(["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"]);
    expect(run!.shown).toBe("inuse_space");
    expect(run!.mapping).toMatch(/self\.mjs$/);
    // Half a million entries of four objects or five.
    const objects = cumulative(run!.objects, "remember");
    expect(objects).toBeGreaterThan(600_000);
    expect(objects).toBeLessThan(6_000_000);
    const owner = major >= 26 ? "v8.startHeapProfile" : "inspector";
    expect(run!.comments.join("\n")).toContain(`sampler: sawtooth (${owner})`);
  });

  test.skipIf(file === null)(
    "gives the bytes of inlined functions to those functions in a precise window",
    async () => {
      const { inuse } = await selfProfile<{ inuse: SeenStack[] }>(file!, "precise");
      const leaked = cumulative(inuse, "request");
      expect(leaked).toBeGreaterThan(2 ** 20);
      expect((flat(inuse, "make") + flat(inuse, "add")) / leaked).toBeGreaterThan(0.95);
      expect(flat(inuse, "make") / leaked).toBeGreaterThan(0.5);
    },
  );

  test.skipIf(file === null)("opens no precise window under a coverage tool", async () => {
    const folder = temporaryFolder();
    const seen = await selfProfile<{ refused: string }>(file!, "coverage", undefined, {
      NODE_V8_COVERAGE: folder,
    });
    expect(seen.refused).toBe("coverage-active");
    expect(readdirSync(folder).length).toBeGreaterThan(0);
  });

  test.skipIf(file === null)(
    "starts its sampler again when somebody stopped it, and says what is missing",
    async () => {
      const seen = await selfProfile<{
        state: SamplerState;
        after: string[];
        later: SeenStack[];
        allocated: SeenStack[];
      }>(file!, "stopped");
      expect(seen.state).toMatchObject({ generation: 2, gapCount: 1 });
      expect(seen.after.join("\n")).toMatch(/gap: \S+: another profiler stopped the sampler/);
      expect(cumulative(seen.later, "remember")).toBeGreaterThan(5 * 2 ** 20);
      // What was allocated before stays counted.
      expect(cumulative(seen.allocated, "remember")).toBeGreaterThan(
        cumulative(seen.later, "remember") * 1.4,
      );
    },
  );

  test.skipIf(file === null)("reads somebody else's sampler and does not stop it", async () => {
    const seen = await selfProfile<{
      state: SamplerState;
      runs: boolean;
      inuse: SeenStack[];
      period: number;
      comments: string[];
    }>(file!, "foreign");
    expect(seen.state.backend).toBe("foreign");
    expect(seen.runs).toBe(true);
    expect(seen.period).toBe(65_536);
    expect(seen.comments.join("\n")).toContain("sampler: started by another profiler");
    expect(cumulative(seen.inuse, "remember")).toBeGreaterThan(15 * 2 ** 20);
  });

  test.skipIf(file === null)("adds up what was allocated over its readings", async () => {
    const { totals } = await selfProfile<{ totals: number[] }>(file!, "allocs");
    const growth = totals.slice(1).map((total, i) => total - totals[i]!);
    // Each round allocates 100 000 entries of about 200 bytes.
    expect(growth.every((bytes) => bytes > 8 * 2 ** 20 && bytes < 60 * 2 ** 20)).toBe(true);
  });

  test.skipIf(file === null)(
    "tells methods of one name in a bundle apart and names their files",
    async () => {
      const bundle = await bundleOfNamesakes(temporaryFolder());
      const { inuse } = await selfProfile<{ inuse: SeenStack[] }>(file!, "bundle", bundle);
      const byFile = (name: string): number =>
        sum(
          inuse.filter(({ frames }) =>
            frames.some((frame) => frame.file.endsWith(name) && frame.name === "run"),
          ),
        );
      expect(byFile("first.ts")).toBeGreaterThan(3 * 2 ** 20);
      expect(byFile("second.ts")).toBeLessThan(byFile("first.ts") * 0.6);
      const lines = inuse.flatMap(({ frames }) => frames.filter(({ name }) => name === "run"));
      expect(lines.find((frame) => frame.file.endsWith("first.ts"))?.line).toBe(5);
      expect(lines.find((frame) => frame.file.endsWith("second.ts"))?.line).toBe(2);
    },
  );

  test.skipIf(file === null)("gives the bytes of Buffers to the stack that allocated them", async () => {
    const seen = await selfProfile<{ external: SeenStack[]; same: boolean }>(file!, "buffers");
    // 64 MiB each; one run's standard deviation is 6 %.
    for (const name of ["allocate", "view"]) {
      expect(flat(seen.external, name) / 2 ** 26).toBeGreaterThan(0.75);
      expect(flat(seen.external, name) / 2 ** 26).toBeLessThan(1.3);
    }
    expect(seen.same).toBe(true);
    // What was freed is not there.
    expect(sum(seen.external) / 2 ** 26).toBeLessThan(2.8);
  });

  test.skipIf(file === null)("names the stack that blocked the event loop", async () => {
    const seen = await selfProfile<{
      stalls: number;
      rows: { delay: number; frames: SeenStack["frames"] }[];
    }>(file!, "stall");
    expect(seen.stalls).toBeGreaterThanOrEqual(1);
    const blocked = seen.rows.filter(({ frames }) =>
      frames.some(({ name }) => name === "blocking" || name === "stall"),
    );
    expect(blocked.reduce((total, { delay }) => total + delay, 0)).toBeGreaterThan(1e9);
  });

  test.skipIf(file === null)("lists what is open, with the stack that made it", async () => {
    const seen = await selfProfile<{ open: SeenStack[]; memory: Record<string, number> }>(file!, "resources");
    const timer = seen.open.find(({ frames }) => frames.some(({ name }) => name === "openTimer"));
    expect(timer?.frames[0]?.name).toBe("Timeout");
    const { rss = 0, heapTotal = 0, arrayBuffers = 0, wasmAndStrings = 0, native = 0 } = seen.memory;
    expect(heapTotal + arrayBuffers + wasmAndStrings + native).toBe(rss);
  });
});
