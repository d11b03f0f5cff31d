import { startRecorder, type LookWanted, type Recorder } from "#recorder";
import type { Finding } from "#verdict";
import { LiveMemory } from "./live-memory.ts";
import type { Surroundings } from "./surroundings.ts";
import type { RecordingSetup } from "./wire.ts";

/** The flight recorder of this process, fed with what the agent sees. */
export function recordProcess(
  { mainThread, pulse, profiler, leakLook }: Surroundings,
  { description, lifeFolder, maximumBytes }: RecordingSetup,
  tell: (line: string) => void,
): Recorder {
  const memory = new LiveMemory(mainThread, pulse);
  const finding = async (look: LookWanted): Promise<Finding | null> => {
    const never = new AbortController().signal;
    // Somebody else may be looking just now; the next time will do.
    return await leakLook.run({ ...look, signal: never }).catch(() => null);
  };
  return startRecorder(
    { profile: () => profiler.heap(), memory: () => memory.read(), finding },
    description,
    {
      lifeFolder,
      ...(maximumBytes !== null && { maximumBytes }),
      onTrouble: tell,
    },
  );
}
