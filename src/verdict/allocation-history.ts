import { frameOrigin, namedFrame, siteSeries, type Frame, type Profile } from "#profile";

/** A heap profile and when it was taken, milliseconds since any fixed moment. */
export interface ProfileLook {
  readonly atMs: number;
  readonly profile: Profile;
}

/** One place that allocates, at every look. */
export interface AllocationHistory {
  /** The innermost frame that is not the platform's own. */
  readonly place: Frame;
  /** The frames that called it, innermost first, of the stack through which most was gained. */
  readonly callers: readonly Frame[];
  /** Live bytes and objects at each look. */
  readonly bytes: Float64Array;
  readonly objects: Float64Array;
  /** Objects allocated since the program began, at each look; null when the profile does not tell. */
  readonly allocated: Float64Array | null;
}

/** Go answers a profile request in these packages; what they allocate is our own doing. */
const OUR_OWN = /^(?:net\/http\/pprof|runtime\/pprof)\./;

/** The places that allocate, each with its stacks taken together. Profiles must have inuse_objects and inuse_space. */
export function allocationHistories(looks: readonly ProfileLook[]): AllocationHistory[] {
  const profiles = looks.map(({ profile }) => profile);
  const cumulative = profiles.every(({ sampleTypes }) =>
    sampleTypes.some(({ type }) => type === "alloc_objects"),
  );
  const types = ["inuse_space", "inuse_objects", ...(cumulative ? ["alloc_objects"] : [])];
  const places = new Map<string, Draft>();
  for (const { frames, values } of siteSeries(profiles, types)) {
    if (frames.length === 0 || frames.some((frame) => OUR_OWN.test(frame.function))) continue;
    const named = namedFrame(frames);
    const place = frames[named]!;
    const key = `${place.function}\0${place.file}\0${place.line}\0${place.column}`;
    const draft = places.get(key) ?? { place, callers: [], most: -Infinity, sums: emptySums(types, looks) };
    places.set(key, draft);
    addStack(draft, frames.slice(named + 1), values);
  }
  return [...places.values()].map(({ place, callers, sums }) => ({
    place,
    callers,
    bytes: sums[0]!,
    objects: sums[1]!,
    allocated: sums[2] ?? null,
  }));
}

interface Draft {
  readonly place: Frame;
  callers: readonly Frame[];
  /** Bytes gained through the stack of `callers`. */
  most: number;
  readonly sums: readonly Float64Array[];
}

function emptySums(types: readonly string[], looks: readonly ProfileLook[]): Float64Array[] {
  return types.map(() => new Float64Array(looks.length));
}

function addStack(draft: Draft, callers: readonly Frame[], values: readonly Float64Array[]): void {
  for (const [type, sum] of draft.sums.entries()) {
    for (const [look, value] of values[type]!.entries()) sum[look]! += value;
  }
  const bytes = values[0]!;
  const gained = bytes.at(-1)! - bytes[0]!;
  if (gained <= draft.most) return;
  draft.most = gained;
  draft.callers = callers.filter((frame) => frameOrigin(frame) !== "platform");
}
