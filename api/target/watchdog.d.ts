import type { Protocol } from "./cdp.ts";
export interface WatchdogOptions {
    /** How long the target waits for a sign of life from us before it cleans up by itself. */
    readonly silenceMs: number;
    /** Clean up by closing the inspector, too; otherwise only what `whenAbandoned` was given is undone. */
    readonly closesInspector: boolean;
}
/**
 * A timer in the target that undoes what we did there when we are no longer heard of: killed, hung or stopped.
 * It is unreferenced, lives only as long as we are attached, and leaves nothing behind.
 */
export declare class Watchdog {
    #private;
    /** Resolves when the target has given us up; pending for ever otherwise. */
    readonly abandoned: Promise<void>;
    private constructor();
    static install(protocol: Protocol, options: WatchdogOptions): Promise<Watchdog>;
    /** Has the target call a function of its own when we are no longer heard of. Not called after an ordinary `end`. */
    whenAbandoned(functionHandle: string): Promise<void>;
    stopBeating(): void;
    /** Takes the timer out again; the inspector, if it is to be closed, closes once our connection has gone. */
    end(): Promise<void>;
    /** Takes the timer out again and leaves the inspector open, for another watchdog that is there by now. */
    handOver(): Promise<void>;
}
