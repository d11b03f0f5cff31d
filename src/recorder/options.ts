/** Where the recorder writes, and how much. */
export interface RecorderOptions {
  /** Made with mode 0700 when it is not there. Default: `.sawtooth` in the working directory. */
  readonly folder?: string;
  /** Bytes that all lives in the folder may take together; default 64 MiB. */
  readonly maximumBytes?: number;
  /** Ended lives that are kept beside the running ones; default 16. */
  readonly maximumLives?: number;
  /** Heap profiles of one life, those near the limit not counted; default 16. */
  readonly maximumProfiles?: number;
  /** The folder of this life, as `planLife` named it, when the main thread has to know it too. */
  readonly lifeFolder?: string;
  /** Told what keeps the recorder from writing, once. Default: one line on stderr. */
  readonly onTrouble?: (message: string) => void;
  /** How often it looks; only tests and benches need another pace. */
  readonly pace?: Partial<Pace>;
}

/** How often the recorder looks, milliseconds. */
export interface Pace {
  /** Between two lines of the memory series. */
  readonly memoryMs: number;
  /** Between two readings of memory while the limit is far; default: less than 500 for a heap below 1 GiB. */
  readonly lookMs: number;
  /** Between two readings when the limit is near. */
  readonly nearMs: number;
  /** Age at which the first profile is taken, and the shortest time between two. */
  readonly profileMs: number;
  /** The longest time between two profiles. */
  readonly longestProfileMs: number;
  /** Between two calls for a finding. */
  readonly findingMs: number;
}

/** The usual pace: one line a second, profiles from 10 seconds to 15 minutes apart. */
export const usualPace: Pace = {
  memoryMs: 1000,
  lookMs: 500,
  nearMs: 20,
  profileMs: 10_000,
  longestProfileMs: 15 * 60_000,
  findingMs: 30 * 60_000,
};

export const defaultFolder = ".sawtooth";
export const MEBIBYTE: number = 2 ** 20;
