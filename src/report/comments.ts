import type { Profile } from "#profile";

/** The comments in a profile, one a line: `pprof -comments`. */
export function comments(profile: Profile): string {
  return profile.comments.map((comment) => `${comment}\n`).join("");
}
