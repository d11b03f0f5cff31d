/** What is wrong: a stable word for programs to test. Listed in docs/errors.md. */
export type BoundedErrorCode = "bad-bound" | "bad-duration" | "bad-owner" | "collection-full" | "endless-removal";
/** A bound that makes no sense, or one that was reached by a collection told to throw then. */
export declare class BoundedError extends Error {
    readonly name: string;
    readonly code: BoundedErrorCode;
    constructor(code: BoundedErrorCode, message: string);
}
