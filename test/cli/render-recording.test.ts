import { describe, expect, test } from "vitest";
import type { Ending, Finding, RecordedLife } from "#verdict";
import { findingJson, renderFinding } from "../../src/face/render-finding.ts";
import { finding, mapLeak, memory } from "../build/findings.ts";

const MIB = 2 ** 20;

/** A life that climbs to the limit of 512 MiB in so many seconds. */
function life(startedAt: string, seconds: number, cause: Ending["cause"] = "heap limit"): RecordedLife {
  const points = Array.from({ length: 60 }, (_, index) => ({
    atMs: (index * seconds * 1000) / 60,
    heapUsed: (60 + index * 7.5) * MIB,
    external: 2 * MIB,
    arrayBuffers: MIB,
    rss: (120 + index * 7.5) * MIB,
    heapAfterGc: null,
  }));
  return { pid: 4242, startedAt, seconds, cause, points };
}

function recorded(ending: Partial<Ending> = {}, leaks = [mapLeak]): Finding {
  const lives = [life("2026-11-22T00:00:00.000Z", 7800), life("2026-11-22T02:10:04.000Z", 7500)];
  const usual: Ending = {
    cause: "heap limit",
    certain: false,
    at: "2026-11-22T04:15:04.000Z",
    exitCode: null,
    detail: "It ended without a word. 501 of 512 MiB were in use when it was last seen.",
  };
  const base = finding({
    leaks: leaks.map((leak) =>
      Object.assign({}, leak, {
        forecast: { limit: "heap limit", limitBytes: 512 * MIB, lowSeconds: 0, highSeconds: 0 },
      }),
    ),
    memory: { ...memory(60, 7, 512), points: lives[1]!.points },
  });
  return {
    ...base,
    target: { ...base.target, kind: "recording", name: "node server.js (pid 4242)", uptimeSeconds: null },
    window: { startedAt: lives[1]!.startedAt, seconds: 7500, looks: 12, endedEarly: false },
    evidence: { ...base.evidence, cpuMs: null, longestPauseMs: null },
    recording: {
      folder: ".sawtooth",
      ending: { ...usual, ...ending },
      lives,
      profiles: [
        {
          path: ".sawtooth/20261122T021004Z-4242-a6804d/heap-20261122T021014.000Z.pb.gz",
          at: "2026-11-22T02:10:14.000Z",
          nearLimit: false,
        },
        {
          path: ".sawtooth/20261122T021004Z-4242-a6804d/heap-20261122T041503.000Z-near-limit.pb.gz",
          at: "2026-11-22T04:15:03.000Z",
          nearLimit: true,
        },
      ],
    },
  };
}

describe("a recording", () => {
  test("says what ended the process, what leaked in it, and draws the sawtooth of its lives", () => {
    expect(renderFinding(recorded(), { width: 80, colour: false })).toMatchInlineSnapshot(`
      " node server.js (pid 4242) · Node v22.23.3

       DIED  probably out of memory at the heap limit of 512 MiB, 2 h 5 min after its
             start, at 2026-11-22 04:15:04 UTC

       known by   It ended without a word. 501 of 512 MiB were in use when it was last
                  seen.
       before     1 earlier life recorded, newest first: 2 h 10 min (heap limit)
       profiles   2 heap profiles, 1 of them near the limit; the last:
                  sawtooth pprof -top .sawtooth/20261122T021004Z-4242-a6804d/heap-20261122T041503.000Z-near-limit.pb.gz

       LEAK  sessions gained 205 entries in 60 s and lost none

       held by    const sessions = new Map<string, Session>();
                  src/registry.ts:12   Map in module scope
       grows at   sessions.set(id, { socket, history: [] });
                  src/registry.ts:41:12   100 % of inserts
                  openSession ← onConnection
       holds      406 MiB   33 KiB per entry   +6.6 MiB/min
                  12 408 → 12 613 entries (+3.4/s)
       ran out    after 2 h 5 min   heap limit 512 MiB, 67 MiB used at last
       memory     ▁▁▂▂▂▃▃▃▄▅▅▅▆▆▆▇▇▇██   64 → 484 MiB heap and buffers
                  RSS 120 → 563 MiB

       fix        Delete the entry when its connection closes:
                    socket.once("close", () => sessions.delete(id));
                  Or bound it, so that the oldest entry leaves:
                    const sessions = new BoundedMap({ max: 10_000, ttl: "30m" });

               heap and buffers of 2 lives, limit 512 MiB
       512 MiB ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌⢀⣀⡠⠤⢺╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌⣀⡠⠤⠊
               │                          ⣀⠤⠒⠊⠁    ⡇                         ⣀⡠⠔⠒⠉
       384 MiB ┤                     ⣀⡠⠔⠒⠉         ⢇                    ⢀⣀⠤⠒⠉
       256 MiB ┤               ⢀⡠⠤⠒⠒⠉              ⢸               ⣀⠤⠤⠒⠊⠁
               │          ⢀⡠⠤⠒⠉⠁                   ⠈⡆         ⢀⡠⠔⠊⠉
       128 MiB ┤    ⢀⣀⡠⠤⠒⠉⠁                         ⡇   ⢀⣀⡠⠤⠒⠉⠁
               │⣀⠤⠒⠊⠁                               ⢸⡠⠔⠊⠁
               │
           0 B ┼────────────────────────────────────▲─────────────────────────────────
                0 s              1 h             2 h              3 h              4 h
                ▲ restarted

       evidence   31 counts, 112 sampled inserts; explains 99 % of the memory growth
       searched   what the flight recorder kept of 2 h 5 min
      "
    `);
  });

  test.each([60, 80, 100, 120, 200])("keeps to %i columns but for the command to copy", (width) => {
    const lines = renderFinding(recorded(), { width, colour: false }).split("\n");
    for (const line of lines.filter((each) => !/sawtooth pprof|socket\.once|new BoundedMap/.test(each)))
      expect(line.length).toBeLessThanOrEqual(width);
  });

  test.each<[Partial<Ending>, RegExp]>([
    [
      { cause: "heap limit", certain: true },
      /^ DIED {2}out of memory at the heap limit of 512 MiB, 2 h 5 min/m,
    ],
    [{ cause: "heap limit" }, /^ DIED {2}probably out of memory at the heap limit/m],
    [{ cause: "container limit" }, /^ DIED {2}probably ended by the kernel at the container's memory limit/m],
    [
      { cause: "uncaught exception", certain: true, exitCode: 1 },
      /^ DIED {2}of an exception that nobody caught/m,
    ],
    [{ cause: "exit", certain: true, exitCode: 0 }, /^ ENDED {2}by itself, with exit code 0/m],
    [{ cause: "exit", certain: true, exitCode: 3 }, /^ DIED {2}by itself, with exit code 3/m],
    [{ cause: "killed" }, /^ KILLED {2}from outside, or crashed/m],
    [{ cause: "running", certain: true }, /^ RUNS {2}the process is still there, 2 h 5 min old/m],
  ])("of a process that ended by %j says so first", (ending, said) => {
    const text = renderFinding(recorded(ending), { width: 100, colour: false });
    expect(text).toMatch(said);
    expect(text.split("\n")[2]).toMatch(said);
  });

  test("of a process that did not run out says how much longer it would have lasted", () => {
    const killed = recorded({ cause: "killed" });
    const forecast = {
      limit: "heap limit",
      limitBytes: 512 * MIB,
      lowSeconds: 3600,
      highSeconds: 7200,
    } as const;
    const leaks = [{ ...mapLeak, forecast }];
    const text = renderFinding({ ...killed, leaks }, { width: 100, colour: false });
    expect(text).toMatch(/runs out {3}in 1 – 2 h more, had it gone on/);
  });

  test("in which nothing grew does not advise to look at the dead for longer", () => {
    const text = renderFinding(recorded({ cause: "exit", certain: true, exitCode: 0 }, []), {
      width: 80,
      colour: false,
    });
    expect(text).toContain("nothing leaks");
    expect(text).not.toMatch(/be surer|--for/);
  });

  test("is in the JSON as well", () => {
    expect(JSON.parse(findingJson(recorded()))).toHaveProperty("recording.lives.1.cause", "heap limit");
  });
});
