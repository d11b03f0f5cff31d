/** A length of time: milliseconds, or a number with its unit, such as `"30m"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;
/** Milliseconds of a duration; `option` is what the caller knows it by. */
export declare function readDuration(duration: Duration, option: string): number;
/** The same for one entry, which may be told to have no limit of its own: Infinity is 0 here. */
export declare function readEntryDuration(duration: Duration, option: string): number;
