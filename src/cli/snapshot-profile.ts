import type { Profile } from "#profile";
import { pathsOf, retentionProfile } from "#snapshot";
import { loadSnapshot } from "./snapshot-source.ts";

/** A snapshot file as a profile of who keeps what alive. */
export async function profileOfSnapshot(file: string): Promise<Profile> {
  const { graph, writtenAt } = await loadSnapshot(file);
  return retentionProfile(pathsOf(graph), writtenAt);
}
