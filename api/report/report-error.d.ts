/** What was asked for cannot be shown; the message is pprof's. */
export declare class ReportError extends Error {
    readonly name = "ReportError";
    readonly code = "report";
}
