/** What a user named to look at. */
export type Address = {
    readonly kind: "pid";
    readonly pid: number;
} | {
    readonly kind: "inspector";
    readonly address: string;
} | {
    readonly kind: "pprof";
    readonly url: string;
};
/**
 * Reads what the user typed: `4242`, `ws://127.0.0.1:9229/…`, `127.0.0.1:9229` (an open inspector) or
 * `http://127.0.0.1:6060` (a service with /debug/pprof/).
 */
export declare function parseAddress(text: string): Address;
