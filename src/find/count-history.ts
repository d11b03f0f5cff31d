import type { CountPoint } from "#verdict";
import type { CountLook } from "#walk";

/** Counts of every collection that ever gained an entry, look by look. */
export class CountHistory {
  /** Times of the looks that counted everything. */
  readonly #fullLooks: number[] = [];
  readonly #rarely = new Set<number>();
  readonly #points = new Map<number, CountPoint[]>();

  /** Whether it was counted only a few times in the window. */
  isRare(id: number): boolean {
    return this.#rarely.has(id);
  }

  add({ atMs, counts }: CountLook, everything: boolean): void {
    for (const [id, count, found, rarely] of counts) {
      let points = this.#points.get(id);
      if (points === undefined) {
        // It was counted before, and had not gained then; one that is counted rarely was counted by the walk only.
        const earlier = rarely ? this.#fullLooks.slice(0, 1) : this.#fullLooks;
        points = earlier.map((time) => ({ atMs: time, count: found }));
        this.#points.set(id, points);
      }
      if (rarely) this.#rarely.add(id);
      points.push({ atMs, count: Math.max(0, count) });
    }
    if (everything) this.#fullLooks.push(atMs);
  }

  points(id: number): readonly CountPoint[] {
    return this.#points.get(id) ?? [];
  }

  gained(id: number): number {
    const points = this.points(id);
    return (points.at(-1)?.count ?? 0) - (points[0]?.count ?? 0);
  }

  /** Collections that have more entries than at first and have not fallen back, most gained first. */
  growing(): number[] {
    return [...this.#points.keys()]
      .filter((id) => this.gained(id) > 0 && this.#risesOn(id))
      .sort((a, b) => this.gained(b) - this.gained(a));
  }

  /** Grew in more than one look, and never lost more than half of what it gained. */
  #risesOn(id: number): boolean {
    const points = this.points(id);
    let peak = points[0]?.count ?? 0;
    let rises = 0;
    let fall = 0;
    for (const { count } of points) {
      if (count > peak) rises++;
      peak = Math.max(peak, count);
      fall = Math.max(fall, peak - count);
    }
    return rises > 1 && fall <= this.gained(id) / 2;
  }
}
