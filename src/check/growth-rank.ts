import { sampleIndexByName, siteSeries, type Profile } from "#profile";
import type { Problem } from "./problem.ts";

/**
 * Puts the problems whose line also grows first: `grewBytes` is what the stacks that run through the line (the one that
 * adds, or the reported one) gained in a heap profile, best a difference of two (`sawtooth pprof -proto -diff_base`).
 */
export function rankByGrowth(problems: readonly Problem[], profile: Profile): readonly Problem[] {
  const sites = siteSeries([profile], [sampleTypeOf(profile)]).map(({ frames, values }) => ({
    frames,
    bytes: values[0]?.[0] ?? 0,
  }));
  const ranked = problems.map((problem) => {
    const runsThrough = sites.filter(({ frames }) =>
      frames.some((frame) => isAt(problem, frame.file, frame.line)),
    );
    return { ...problem, grewBytes: runsThrough.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  return ranked.toSorted((a, b) => b.grewBytes - a.grewBytes);
}

/** Live bytes where the profile has them, else what it shows by default. */
function sampleTypeOf(profile: Profile): string {
  const inUse = profile.sampleTypes.find(({ type }) => type === "inuse_space" || type === "space");
  return (inUse ?? profile.sampleTypes[sampleIndexByName(profile, "")])?.type ?? "";
}

/** Profiles have the paths of the machine that built the program: the ends of both are compared. */
function isAt({ file, line, growsAt }: Problem, profiled: string, profiledLine: number): boolean {
  if (profiledLine !== (growsAt ?? line)) return false;
  const [ours, theirs] = [file.split("/"), profiled.split("/")];
  const common = Math.min(ours.length, theirs.length, 2);
  return ours.slice(-common).join("/") === theirs.slice(-common).join("/") || ours.at(-1) === theirs.at(-1);
}
