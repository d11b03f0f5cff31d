/** Profiles that cannot be had; the message is pprof's where pprof has one. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly code = "source";
}
