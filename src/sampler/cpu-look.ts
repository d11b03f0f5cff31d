import { profileOfCpuProfile, type CpuProfile, type Profile } from "#profile";
import type { Protocol } from "#target";
import { nanoseconds } from "./heap-profile.ts";
import { scriptFile, shownName } from "./heap-tree.ts";
import { pause } from "./pause.ts";
import { withProgram } from "./program-mapping.ts";

/** Go's rate: a hundred samples a second. */
const CPU_INTERVAL_US = 10_000;

/** What ran in the thread for `ms` milliseconds, or until the signal, by stack and line. */
export async function cpuLook(
  protocol: Protocol,
  ms: number,
  origin: { readonly program: string; readonly comments: readonly string[] },
  signal?: AbortSignal,
): Promise<Profile> {
  const startedAt = Date.now();
  const profile = profileOfCpuProfile(withPaths(await sampleCpu(protocol, () => pause(ms, signal))));
  signal?.throwIfAborted();
  return {
    ...withProgram(profile, origin.program),
    timeNanos: nanoseconds(startedAt),
    period: BigInt(CPU_INTERVAL_US) * 1000n,
    comments: [...origin.comments, `interval: ${CPU_INTERVAL_US} µs`],
  };
}

/** Scripts by their paths and functions by their names, as heap profiles have them. */
function withPaths(cpu: CpuProfile): CpuProfile {
  const nodes = cpu.nodes.map((node) => ({
    ...node,
    callFrame: {
      ...node.callFrame,
      functionName: shownName(node.callFrame.functionName),
      url: scriptFile(node.callFrame.url),
    },
  }));
  return { ...cpu, nodes };
}

/** V8's CPU profile of the time until a promise settles; it is sampled also while the thread is stuck. */
export async function sampleCpu(
  protocol: Protocol,
  until: () => Promise<unknown>,
  intervalUs: number = CPU_INTERVAL_US,
): Promise<CpuProfile> {
  await protocol.send("Profiler.enable");
  try {
    await protocol.send("Profiler.setSamplingInterval", { interval: intervalUs });
    await protocol.send("Profiler.start");
    await until();
    return (await protocol.send<{ profile: CpuProfile }>("Profiler.stop")).profile;
  } finally {
    // It is refused when the connection has ended, and the profiler with it.
    await protocol.send("Profiler.disable").catch(() => {});
  }
}
