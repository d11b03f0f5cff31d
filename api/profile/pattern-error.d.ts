/**
 * A regular expression that RE2 does not accept. The message is the one Go's regexp package gives, which pprof prints:
 * "error parsing regexp: missing closing ): `a(b`".
 */
export declare class PatternError extends Error {
    readonly name = "PatternError";
    readonly code = "pattern";
    /** What is wrong, in Go's words. */
    readonly reason: string;
    /** The part of the expression that is at fault. */
    readonly fault: string;
    constructor(reason: string, fault: string);
}
