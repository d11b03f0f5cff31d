import type { Profile, ValueType } from "#profile";
import type { ExternalRow } from "./external-sampler.ts";
import type { HeapReading } from "./heap-reading.ts";
import { profileOfStacks, type ValuedStack } from "./stack-profile.ts";

/** Go's sample types of a heap profile, in Go's order. */
const HEAP_TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** What the sampler of Buffers and ArrayBuffers adds. */
const EXTERNAL_TYPES: readonly ValueType[] = [
  { type: "external_objects", unit: "count" },
  { type: "external_space", unit: "bytes" },
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
  external: readonly ExternalRow[] | null,
  origin: ProfileOrigin & { readonly intervalBytes: number; readonly defaultSampleType: string },
): Profile {
  return profileOfStacks(
    {
      sampleTypes: external === null ? HEAP_TYPES : [...HEAP_TYPES, ...EXTERNAL_TYPES],
      defaultSampleType: origin.defaultSampleType,
      periodType: { type: "space", unit: "bytes" },
      period: BigInt(origin.intervalBytes),
      timeNanos: nanoseconds(atMs),
      durationNanos: state.startedAtMs === 0 ? 0n : nanoseconds(atMs - state.startedAtMs),
      comments: origin.comments,
    },
    origin.program,
    external === null ? stacks : besideExternal(stacks, external),
  );
}

/** Objects of the heap and memory outside it were allocated by different stacks, if often by the same lines. */
function* besideExternal(
  stacks: Iterable<ValuedStack>,
  external: readonly ExternalRow[],
): Generator<ValuedStack> {
  for (const stack of stacks) yield { ...stack, values: [...stack.values, 0, 0] };
  for (const { frames, objects, bytes } of external) yield { frames, values: [0, 0, 0, 0, objects, bytes] };
}

/** Milliseconds as the nanoseconds of a profile's times. */
export function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * 1000n;
}
