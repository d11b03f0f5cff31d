import type { Profile, ValueType } from "#profile";
import type { HeapReading } from "./heap-reading.ts";
import { profileOfStacks, type ValuedStack } from "./stack-profile.ts";

/** Go's sample types of a heap profile, in Go's order. */
export const HEAP_TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** Which program a profile is of, and what else its comments say. */
export interface ProfileOrigin {
  /** Path of the program's script. */
  readonly program: string;
  readonly comments: readonly string[];
}

/** The profile of a reading whose stacks were counted already. */
export function heapProfile(
  { state, atMs }: HeapReading,
  stacks: Iterable<ValuedStack>,
  origin: ProfileOrigin & { readonly intervalBytes: number; readonly defaultSampleType: string },
): Profile {
  return profileOfStacks(
    {
      sampleTypes: HEAP_TYPES,
      defaultSampleType: origin.defaultSampleType,
      periodType: { type: "space", unit: "bytes" },
      period: BigInt(origin.intervalBytes),
      timeNanos: nanoseconds(atMs),
      durationNanos: state.startedAtMs === 0 ? 0n : nanoseconds(atMs - state.startedAtMs),
      comments: origin.comments,
    },
    origin.program,
    stacks,
  );
}

/** Milliseconds as the nanoseconds of a profile's times. */
export function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * 1000n;
}
