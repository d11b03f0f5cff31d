/** A hash table doubles all at once; this many entries still double within a few milliseconds. */
const shardSize = 60_000;

/**
 * Object → number, grown in shards so that no insertion ever stops the event loop to rehash a large table.
 * Holds its keys strongly: keep it for the length of a walk and no longer.
 */
export class Seen<Value extends number> {
  readonly #shards: Map<object, Value>[] = [new Map()];

  get(key: object): Value | undefined {
    for (const shard of this.#shards) {
      const value = shard.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(key: object, value: Value): void {
    let last = this.#shards.at(-1)!;
    if (last.size >= shardSize) this.#shards.push((last = new Map()));
    last.set(key, value);
  }
}
