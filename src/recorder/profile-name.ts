/** A profile in a life's folder. */
export interface StoredProfile {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Taken because the heap neared its limit. */
  readonly nearLimit: boolean;
  /** Left by Node itself when the limit was reached. */
  readonly atLimit: boolean;
  /** Size of the file. */
  readonly bytes: number;
}

/** What the name of a profile says. */
export type ProfileTaken = Omit<StoredProfile, "name" | "bytes">;

const NAME = /^heap-(\d{8}T\d{6}\.\d{3}Z)(-near-limit|-at-limit)?\.pb\.gz$/;

/** The file a profile is kept in: `heap-20261122T031500.000Z.pb.gz`. */
export function profileName({ atMs, nearLimit, atLimit }: ProfileTaken): string {
  const time = new Date(atMs).toISOString().replaceAll(/[-:]/g, "");
  return `heap-${time}${atLimit ? "-at-limit" : nearLimit ? "-near-limit" : ""}.pb.gz`;
}

/** What the name of a profile says; null when it is no such name. */
export function readProfileName(name: string): ProfileTaken | null {
  const [, time = "", why] = NAME.exec(name) ?? [];
  const atMs = Date.parse(time.replace(/^(....)(..)(..T..)(..)(.*)$/, "$1-$2-$3:$4:$5"));
  return Number.isNaN(atMs) ? null : { atMs, nearLimit: why !== undefined, atLimit: why === "-at-limit" };
}
