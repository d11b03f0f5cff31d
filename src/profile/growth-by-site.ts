import { frameOrigin } from "./frame-origin.ts";
import type { Frame } from "./frame.ts";
import type { Profile } from "./model.ts";
import { siteSeries } from "./site-series.ts";

/** What one allocating stack gained or lost between two profiles, in the unit of the sample type. */
export interface SiteGrowth {
  /** Leaf first. */
  readonly frames: readonly Frame[];
  /** The place to name: the innermost frame that is not the platform's, as an index into `frames`; see `namedFrame`. */
  readonly named: number;
  readonly before: number;
  readonly after: number;
  /** `after - before`; negative for what shrank. */
  readonly delta: number;
  /** Share of all that grew, 0 to 1; 0 for a site that did not. */
  readonly share: number;
}

/** Two profiles compared. */
export interface Growth {
  readonly before: number;
  readonly after: number;
  /** Sum of the deltas of sites that grew. */
  readonly grown: number;
  /** Sites whose value changed, most grown first, most shrunk last; equal deltas by the name of the leaf. */
  readonly sites: readonly SiteGrowth[];
}

/** Allocation sites ranked by how much they changed from one profile to another, such as in `inuse_space`. */
export function growthBySite(before: Profile, after: Profile, sampleType: string): Growth {
  const series = siteSeries([before, after], [sampleType]);
  const changes = series.map(({ frames, values: [pair] }) => ({ frames, first: pair![0]!, last: pair![1]! }));
  const sum = (pick: (site: (typeof changes)[number]) => number): number =>
    changes.reduce((all, site) => all + pick(site), 0);
  const grown = sum(({ first, last }) => Math.max(0, last - first));
  const sites = changes
    .filter(({ first, last }) => first !== last)
    .map(({ frames, first, last }) => ({
      frames,
      named: namedFrame(frames),
      before: first,
      after: last,
      delta: last - first,
      share: last > first ? (last - first) / grown : 0,
    }))
    .toSorted((a, b) => b.delta - a.delta || byName(a.frames[0], b.frames[0]));
  return { before: sum(({ first }) => first), after: sum(({ last }) => last), grown, sites };
}

function byName(a: Frame | undefined, b: Frame | undefined): number {
  const [left, right] = [a?.function ?? "", b?.function ?? ""];
  return left < right ? -1 : Number(left > right);
}

/**
 * The frame of a stack (leaf first) that a programmer would name as the place: the innermost one that is not the
 * platform's, so `main.newSession` and not the `strings.(*Builder).grow` it called; the leaf when all are the platform's.
 */
export function namedFrame(frames: readonly Frame[]): number {
  return Math.max(
    0,
    frames.findIndex((frame) => frameOrigin(frame) !== "platform"),
  );
}
