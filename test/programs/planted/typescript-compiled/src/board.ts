/** A line in the table. */
export interface Score {
  readonly player: string;
  readonly points: number;
  readonly note: string;
}

type ByGame = Map<string, Score>;

interface Options {
  readonly limit?: number;
}

const scores: ByGame = new Map(); // HOLDER
const limits: Required<Options> = { limit: 100 };

export function enter(score: Score, options: Options = {}): number {
  const limit: number = options.limit ?? limits.limit;
  scores.set(score.player, score); // INSERT
  return limit;
}
