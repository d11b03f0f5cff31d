/** What was asked for cannot be shown; the message is pprof's. */
export class ReportError extends Error {
  override readonly name = "ReportError";
  readonly code = "report";
}
