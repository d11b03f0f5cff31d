/** Who wants to hear how far reading is, and may end it. */
export interface StepListener {
    readonly onProgress?: (bytes: number, ofBytes: number | null) => void;
    readonly signal?: AbortSignal;
}
/** Pauses in a long run of synchronous work, in which progress is told and an abort is heard. */
export declare class Steps {
    #private;
    constructor(ofBytes: number | null, listener: StepListener);
    /** Call it often; pauses every 32 MiB. Throws the signal's reason when aborted. */
    at(bytes: number): Promise<void>;
}
