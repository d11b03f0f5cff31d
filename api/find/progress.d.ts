/** What is being done while the user waits. */
export interface Progress {
    readonly phase: string;
    readonly elapsedMs: number;
    readonly windowMs: number;
    /** What grows most so far, such as `sessions +1 204`; null while nothing stands out. */
    readonly suspect: string | null;
}
