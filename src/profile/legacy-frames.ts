import type { ProfileHeader, ValueType } from "./model.ts";

/** Allocators, by the names google/pprof drops from heap profiles of the old formats (legacy_profile.go). */
const ALLOCATORS = [
  "calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc",
  String.raw`tcmalloc::.*|tc_calloc|tc_cfree|tc_malloc|tc_free|tc_memalign|tc_posix_memalign|tc_pvalloc|tc_valloc`,
  "tc_realloc|tc_new|tc_delete|tc_newarray|tc_deletearray|tc_new_nothrow|tc_newarray_nothrow",
  "malloc_zone_malloc|malloc_zone_calloc|malloc_zone_valloc|malloc_zone_realloc|malloc_zone_memalign",
  String.raw`malloc_zone_free|runtime\..*|BaseArena::.*|(::)?do_malloc_no_errno|(::)?do_malloc_pages|(::)?do_malloc`,
  "DoSampledAllocation|MallocedMemBlock::MallocedMemBlock|_M_allocate|__builtin_(vec_)?delete|__builtin_(vec_)?new",
  "__gnu_cxx::new_allocator::allocate|__libc_malloc|__malloc_alloc_template::allocate|allocate|cpp_alloc",
  String.raw`operator new(\[\])?|simple_alloc::allocate`,
].join("|");

/** Go's runtime in the middle of a stack stays. */
const GO_RUNTIME_KEPT = String.raw`runtime\.panic|runtime\.reflectcall|runtime\.call[0-9]*`;

const LOCKS = [
  "RecordLockProfileData",
  "(base::)?RecordLockProfileData.*",
  "(base::)?SubmitMutexProfileData.*",
  "(base::)?SubmitSpinLockProfileData.*",
  "(base::Mutex::)?AwaitCommon.*",
  "(base::Mutex::)?Unlock.*",
  "(base::Mutex::)?UnlockSlow.*",
  "(base::Mutex::)?ReaderUnlock.*",
  "(base::MutexLock::)?~MutexLock.*",
  "(Mutex::)?AwaitCommon.*",
  "(Mutex::)?Unlock.*",
  "(Mutex::)?UnlockSlow.*",
  "(Mutex::)?ReaderUnlock.*",
  "(MutexLock::)?~MutexLock.*",
  "(SpinLock::)?Unlock.*",
  "(SpinLock::)?SlowUnlock.*",
  "(SpinLockHolder::)?~SpinLockHolder.*",
].join("|");

const SIGNAL_HANDLERS =
  "ProfileData::Add|ProfileData::prof_handler|CpuProfiler::prof_handler|__pthread_sighandler|__restore";

const HEAP_TYPES: ReadonlySet<string> = new Set([
  "allocations size",
  "objects space",
  "inuse_objects inuse_space",
  "alloc_objects alloc_space",
  "alloc_objects alloc_space inuse_objects inuse_space",
]);

/** The frames that say nothing in a profile of an old format, which has no word of its own for them. */
export function uninterestingFrames(
  types: readonly ValueType[],
): Pick<ProfileHeader, "dropFrames" | "keepFrames"> {
  const names = types.map(({ type }) => type).join(" ");
  if (HEAP_TYPES.has(names)) return { dropFrames: ALLOCATORS, keepFrames: GO_RUNTIME_KEPT };
  return { dropFrames: names === "contentions delay" ? LOCKS : SIGNAL_HANDLERS, keepFrames: "" };
}
