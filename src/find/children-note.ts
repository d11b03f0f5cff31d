import { programsUnder, type TargetProcess } from "#target";

const MOST_SHOWN = 4;

/** What to look at besides, when a process has started other Node processes: workers of a cluster, say. */
export async function childrenNote({ pid, remote }: TargetProcess): Promise<string | null> {
  if (remote) return null;
  const others = (await programsUnder(pid)).map((each) => each.pid).filter((each) => each !== process.pid);
  const [first] = others;
  if (first === undefined) return null;
  const shown = others.slice(0, MOST_SHOWN).join(", ");
  const more = others.length > MOST_SHOWN ? ` and ${others.length - MOST_SHOWN} more` : "";
  return others.length === 1
    ? `It has started another Node.js process, ${first}, which was not looked at: sawtooth find ${first}.`
    : `It has started ${others.length} other Node.js processes (${shown}${more}), which were not looked at: sawtooth find ${first}.`;
}
