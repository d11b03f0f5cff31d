/** Small scenarios that leak or do not, each made anew for every run; `random` makes runs differ. */
import { EventEmitter } from "node:events";
import { BoundedMap, ScopedMap } from "../../src/bounded/index.ts";

type Random = () => number;
type Make = (random: Random) => () => unknown;

/** What leaks, and the words of the report that name the culprit. */
export const leaking: Readonly<Record<string, { readonly make: Make; readonly culprit: RegExp }>> = {
  "a number, 8 B": { make: () => pushing(() => Math.random()), culprit: /Array/ },
  "a short text": {
    make: counted(
      (n) => `k${n}`,
      (a: string[], v) => a.push(v),
      [],
    ),
    culprit: /Array/,
  },
  "a number in a Map": {
    make: () =>
      intoMap(
        (n) => n,
        () => 1,
      ),
    culprit: /Map/,
  },
  "a text in a Set": { make: () => intoSet((n) => `conn${n}`), culprit: /Set/ },
  "an object of 32 B": { make: () => pushing((n) => ({ n })), culprit: /Array|Object/ },
  "a linked list": {
    make: () => {
      let head: object | null = null;
      return () => void (head = { head });
    },
    culprit: /Object/,
  },
  "a listener": {
    make: () => {
      const emitter = new EventEmitter().setMaxListeners(0);
      return () => {
        const state = {};
        emitter.on("x", () => state);
      };
    },
    culprit: /Array|Function|Object|_events/,
  },
  "a session": {
    make: () =>
      intoMap(
        (n) => `c${n}`,
        (n) => ({ id: n, list: [1, 2], n }),
      ),
    culprit: /Map/,
  },
  "a counter in a dictionary": {
    make: () => {
      const hits: Record<string, number> = {};
      let n = 0;
      return () => void (hits[`10.0.${n >> 8}.${n++ & 255}`] = 1);
    },
    culprit: /dictionary/,
  },
  "a kilobyte in a dictionary": {
    make: () => {
      const table: Record<string, number[]> = {};
      let n = 0;
      return () => void (table[`k${n++}`] = Array.from({ length: 120 }, () => n));
    },
    culprit: /Array|table/,
  },
  "ten kilobytes of text": {
    make: () => pushing((n) => Buffer.alloc(5000, n % 255).toString("hex")),
    culprit: /Array/,
  },
  "ten kilobytes outside the heap": { make: () => pushing(() => new Uint8Array(10_240)), culprit: /Array/ },
  "a timer": { make: () => () => void setTimeout(() => {}, 1e8).unref(), culprit: /Timeout/ },
  "an interval": { make: () => () => void setInterval(() => {}, 1e8).unref(), culprit: /Timeout/ },
  "every tenth call": {
    make: () => {
      const map = new Map<number, object>();
      let n = 0;
      return () => void (n++ % 10 === 0 && map.set(n, { n }));
    },
    culprit: /Map|Object/,
  },
  "after an await": {
    make: () => {
      const map = new Map<number, object>();
      let n = 0;
      return async () => {
        const id = n++;
        await Promise.resolve();
        map.set(id, { id });
      };
    },
    culprit: /Map/,
  },
  "a promise that never settles": {
    make: () => {
      const never = new Promise(() => {});
      return () => void never.then(() => null);
    },
    culprit: /Promise|never/,
  },
  "a list that is copied": {
    make: () => {
      let list: number[] = [];
      let n = 0;
      return () => {
        if (list.length > 3000) list.push(n++);
        else list = [...list, n++];
      };
    },
    culprit: /Array|\d B per iteration/,
  },
  "a kilobyte of text": {
    make: () => pushing((n) => Buffer.alloc(1024, 97 + (n % 20)).toString("latin1")),
    culprit: /Array/,
  },
  "a slow function": {
    make: () => {
      const add = intoMap(
        (n) => `id${n}`,
        () => ({ a: 1 }),
      );
      return async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        add();
      };
    },
    culprit: /Map/,
  },
  "text that gets longer": {
    make: () => {
      let text = "";
      return () => void (text += "abcdefgh01234567");
    },
    culprit: /B per iteration/,
  },
  "a Map in a Map": {
    make: () => {
      const rooms = new Map<number, Map<number, number>>([
        [0, new Map()],
        [1, new Map()],
      ]);
      let n = 0;
      return () => void rooms.get(n % 2)!.set(n++, 1);
    },
    culprit: /Map/,
  },
  "an abort listener": {
    make: () => {
      const { signal } = new AbortController();
      return () => signal.addEventListener("abort", () => {});
    },
    culprit: /Function|Listener|Weak|Object|B per iteration|signal/,
  },
  "a private field": {
    make: () => {
      class Pool {
        readonly #waiting: object[] = [];
        wait(): void {
          this.#waiting.push({ at: 1 });
        }
      }
      const pool = new Pool();
      return () => pool.wait();
    },
    culprit: /Array|Object|waiting/,
  },
  "a closure chain": {
    make: () => {
      let last = (): unknown => null;
      return () => {
        const before = last;
        last = () => before;
      };
    },
    culprit: /Function|B per iteration/,
  },
};

/** What does not leak, though some of it looks like it. */
export const clean: Readonly<Record<string, Make>> = {
  nothing: () => () => {},
  "garbage only": () => () => void Array.from({ length: 100 }, (_, i) => ({ i })),
  JSON: () => () => void JSON.parse(JSON.stringify({ a: [1, 2, 3], b: { c: "x".repeat(50) } })),
  "a bounded cache": () => evicting(1_000),
  "a bounded cache of two hundred": () => evicting(200),
  "a session that ends": () => {
    const map = new Map<string, object>();
    let n = 0;
    return () => {
      const id = `c${n++}`;
      map.set(id, { id });
      map.delete(id);
    };
  },
  "a session that ends after an await": () => {
    const map = new Map<string, object>();
    let n = 0;
    return async () => {
      const id = `c${n++}`;
      map.set(id, { id });
      await Promise.resolve();
      map.delete(id);
    };
  },
  "clean-up that comes late": () => {
    const map = new Map<number, object>();
    let n = 0;
    return () => {
      const id = n++;
      map.set(id, { id });
      setTimeout(() => map.delete(id), 40);
    };
  },
  "a ring": () => {
    const ring: object[] = Array.from({ length: 500 }, () => ({}));
    let n = 0;
    return () => void (ring[n++ % 500] = { n });
  },
  "a memo of a finite domain": (random) => {
    const memo = new Map<number, object>();
    return () => {
      const key = Math.floor(random() * 500);
      if (!memo.has(key)) memo.set(key, { key });
    };
  },
  "a listener that is removed": () => {
    const emitter = new EventEmitter();
    return () => {
      const listen = (): void => {};
      emitter.on("x", listen);
      emitter.emit("x");
      emitter.off("x", listen);
    };
  },
  "code made at run time": () => {
    let n = 0;
    // oxlint-disable-next-line typescript/no-implied-eval
    return () => void new Function("x", `return x+${n++ % 50}`)(n);
  },
  "objects of many shapes": () => {
    let n = 0;
    return () => void Object.keys({ [`p${n++ % 200}`]: 1, z: n });
  },
  "a list that is emptied": () => {
    let list: object[] = [];
    return () => {
      list.push({});
      if (list.length > 777) list = [];
    };
  },
  "a crowd that comes and goes": () => {
    const map = new Map<number, object>();
    let n = 0;
    return () => {
      map.set(n++, {});
      const target = 300 + 300 * Math.sin(n / 97);
      for (const key of map.keys()) {
        if (map.size <= target) break;
        map.delete(key);
      }
    };
  },
  "weak references": () => {
    const refs = new Set<WeakRef<object>>();
    const ends = new FinalizationRegistry<WeakRef<object>>((ref) => void refs.delete(ref));
    return () => {
      const object = {};
      const ref = new WeakRef(object);
      refs.add(ref);
      ends.register(object, ref);
    };
  },
  "regular expressions": () => {
    let n = 0;
    return () => void new RegExp(`a${n++ % 300}+b`, "u").test("aab");
  },
  "number formats": () => () => void new Intl.NumberFormat("en-US").format(1234.5),
  buffers: () => () => void Buffer.alloc(10_000).toString("hex"),
  promises: () => async () => {
    await Promise.all([1, 2, 3].map(async (value) => value));
  },
  "a timer that is cleared": () => () => clearTimeout(setTimeout(() => {}, 1000)),
  URLs: () => {
    let n = 0;
    return () => void new URL(`http://a.b/c${n++ % 100}?q=1`).searchParams.get("q");
  },
  "lazy initialisation": () => {
    let table: Map<number, string> | null = null;
    return () => {
      table ??= new Map(Array.from({ length: 2_000 }, (_, i) => [i, `v${i}`]));
      return table.get(1);
    };
  },
  "a BoundedMap that is still filling": () => {
    const map = new BoundedMap<string, object>({ max: 50_000, name: "cache" });
    let n = 0;
    return () => void map.set(`k${n++}`, { n });
  },
  "a ScopedMap whose owners close": () => {
    const map = new ScopedMap<number, object, EventEmitter>();
    let n = 0;
    return () => {
      const owner = new EventEmitter();
      map.set(n++, {}, owner);
      owner.emit("close");
    };
  },
};

function pushing(make: (n: number) => unknown): () => unknown {
  const list: unknown[] = [];
  let n = 0;
  return () => void list.push(make(n++));
}

function counted<Value, Into>(
  make: (n: number) => Value,
  add: (into: Into, value: Value) => unknown,
  into: Into,
): Make {
  return () => {
    let n = 0;
    return () => void add(into, make(n++));
  };
}

function intoMap(key: (n: number) => unknown, value: (n: number) => unknown): () => unknown {
  const map = new Map<unknown, unknown>();
  let n = 0;
  return () => void map.set(key(n), value(n++));
}

function intoSet(make: (n: number) => unknown): () => unknown {
  const set = new Set<unknown>();
  let n = 0;
  return () => void set.add(make(n++));
}

function evicting(max: number): () => unknown {
  const map = new Map<string, object>();
  let n = 0;
  return () => {
    map.set(`k${n++}`, { n });
    for (const key of map.keys()) {
      if (map.size <= max) break;
      map.delete(key);
    }
  };
}
