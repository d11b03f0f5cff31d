import { ProfileBuilder, type FunctionIndex, type LocationIndex, type Profile } from "#profile";

/** Size of a heap profile to make. */
export interface ProfileSize {
  readonly samples: number;
  readonly functions: number;
  /** Frames of a stack, on average. */
  readonly depth: number;
}

/**
 * A heap profile such as a large Go service gives: stacks that share their roots and part toward the leaf, a tenth of
 * the places inlined, rows in the order they are first used, a `bytes` label on each sample. The same for a seed.
 */
export function largeProfile({ samples, functions, depth }: ProfileSize, seed: number): Profile {
  const random = randomNumbers(seed);
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "alloc_objects", unit: "count" },
      { type: "alloc_space", unit: "bytes" },
      { type: "inuse_objects", unit: "count" },
      { type: "inuse_space", unit: "bytes" },
    ],
    periodType: { type: "space", unit: "bytes" },
    period: 524_288n,
    timeNanos: 1_795_332_602_000_000_000n,
  });
  const program = new Program(builder, functions);
  // Go counts by stack and size: no two of its samples have both the same.
  const seen = new Set<string>();
  let stack: number[] = [];
  while (seen.size < samples) {
    const wanted = Math.floor(depth * 0.75) + random(Math.floor(depth * 0.5));
    stack = stack.slice(0, random(wanted));
    while (stack.length < wanted) stack.push(program.callee(stack.at(-1) ?? 0, random(3)));
    const size = 16 << random(12);
    const key = `${stack.join()}:${size}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const count = 1 + random(50);
    builder.addSample(
      stack.toReversed().map((place) => program.location(place)),
      [count * 2, count * 2 * size, count, count * size],
      [{ key: "bytes", number: size }],
    );
  }
  return builder.build();
}

/** Places that call each other; made when a stack first meets them. */
class Program {
  readonly #builder: ProfileBuilder;
  readonly #count: number;
  readonly #functions = new Map<number, FunctionIndex>();
  readonly #locations = new Map<number, LocationIndex>();
  readonly #mapping;

  constructor(builder: ProfileBuilder, functions: number) {
    this.#builder = builder;
    this.#count = functions;
    this.#mapping = builder.addMapping({
      start: 0x400000,
      limit: 0x4000000,
      file: "/usr/bin/server",
      flags: 15,
    });
  }

  /** One of the three places that a place calls; four places to a function. */
  callee(place: number, which: number): number {
    return (place * 3 + which * 7919 + 1) % (this.#count * 4);
  }

  location(place: number): LocationIndex {
    let location = this.#locations.get(place);
    if (location === undefined) {
      const lines = [{ function: this.#function(place >> 2), line: 10 + (place % 90) }];
      if (place % 10 === 0) lines.push({ function: this.#function((place >> 2) + 1), line: 5 });
      location = this.#builder.addLocation({ mapping: this.#mapping, address: 0x400000 + place * 16, lines });
      this.#locations.set(place, location);
    }
    return location;
  }

  #function(number: number): FunctionIndex {
    let row = this.#functions.get(number);
    if (row === undefined) {
      const folder = `example.com/service/pkg${number % 200}`;
      const name = `${folder}.(*Type${number % 37}).method${number}`;
      row = this.#builder.addFunction({
        name,
        file: `/src/${folder}/file${number % 11}.go`,
        startLine: number % 90,
      });
      this.#functions.set(number, row);
    }
    return row;
  }
}

/** Whole numbers below a bound, the same for a seed (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
